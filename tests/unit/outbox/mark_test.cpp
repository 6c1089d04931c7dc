// How far an outbox has counted what left, and what the file beside it keeps of that.
#include <fstream>

#include "plugin/outbox/mark.hpp"
#include "tests/unit/outbox/store_fixture.hpp"

namespace passback::outbox {
namespace {

class Marks : public StoreTest {
 protected:
  Mark mark() {
    Mark found;
    read([&](Transaction& transaction) -> Status {
      auto said = mark_of(transaction);
      if (said) {
        found = *said;
      }
      return said ? ok_status() : Status(said.error());
    });
    return found;
  }
  void write_file(const std::string& text) {
    std::ofstream(folder.path() + "/outbox.mark") << text;
  }
};
PASSBACK_FOR_EVERY_STORE(Marks);

TEST_P(Marks, ANewOutboxHasNoIdAndHasSentNothing) {
  EXPECT_EQ(mark(), Mark{});
  EXPECT_FALSE(kept_mark(folder.path()));
}

TEST_P(Marks, CountsEachSending) {
  commit([](Transaction& transaction) { return put_mark(transaction, {"this-one", 7}); });
  commit(count_sending);
  commit(count_sending);
  EXPECT_EQ(mark(), (Mark{"this-one", 9}));
}

TEST_P(Marks, TheFileSaysWhatWasKeptLast) {
  ASSERT_TRUE(keep_mark(folder.path(), {"this-one", 41}).ok());
  ASSERT_TRUE(keep_mark(folder.path(), {"this-one", 42}).ok());
  EXPECT_EQ(kept_mark(folder.path()), (Mark{"this-one", 42}));
}

TEST_P(Marks, AFileThatIsDamagedSaysNothing) {
  for (const char* text : {"", "\n", "this-one", "this-one 42", "this-one \n", "this-one 4x\n",
                           "this-one 99999999999999999999\n", " 42"}) {
    write_file(text);
    EXPECT_FALSE(kept_mark(folder.path())) << text;
  }
}

TEST_P(Marks, TheLedgerWritesTheFileAtTheLatestWhenItIsClosed) {
  commit([](Transaction& transaction) { return put_mark(transaction, {"this-one", 0}); });
  {
    const auto ledger = store->open_ledger([] {});
    for (int i = 0; i < 3; ++i) {
      ledger->submit(count_sending, {});
    }
  }
  EXPECT_EQ(kept_mark(folder.path()), (Mark{"this-one", 3}));
}

TEST_P(Marks, ALedgerWritesNoFileForAnOutboxWithoutAnId) {
  {
    const auto ledger = store->open_ledger([] {});
    ledger->submit(count_sending, {});
  }
  EXPECT_EQ(mark().sendings, 1);
  EXPECT_FALSE(kept_mark(folder.path()));
}

} // namespace
} // namespace passback::outbox
