// Grades that an import brought: a few go, of many the administrator is asked.
#include "plugin/intake/imports.hpp"

#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Kind;
using outbox::State;

class ImportedGrades : public IntakeTest {
 protected:
  void bring(int grades, bool marked = true) {
    take(essay());
    for (int n = 0; n < grades; ++n) {
      auto score = score_of("90", "student-" + std::to_string(n));
      score.facts.imported = marked;
      take(score);
    }
  }
  void pump() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok());
  }
  void answer(ImportAnswer answer) {
    bool more = true;
    while (more) {
      commit([&](outbox::Transaction& transaction) -> Status {
        UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                        clock.unix_ms());
        const auto left =
            answer_imports(work, gradebook::DomainId("district"), answer, "admin", 20);
        more = left.ok() && *left;
        return left.ok() ? ok_status() : Status(left.error());
      });
    }
  }
  KeptGrades waiting() {
    KeptGrades found;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      const auto counted = imported_waiting(work, gradebook::DomainId("district"));
      found = counted.ok() ? *counted : KeptGrades{};
      return ok_status();
    });
    return found;
  }
  std::size_t released() {
    const auto all = records(Kind::result);
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [](const auto& one) { return one.released.form != outbox::Form::none; }));
  }
};

TEST_F(ImportedGrades, OfFiftyAllGoWhenNoMoreCome) {
  bring(50);
  pump();
  EXPECT_EQ(released(), 0U) << "more may come";
  clock.now_ms += kImportSettlesMs;
  pump();
  EXPECT_EQ(released(), 50U);
  EXPECT_EQ(waiting().grades, 0);
}

TEST_F(ImportedGrades, OfFiftyOneTheAdministratorIsAsked) {
  bring(51);
  clock.now_ms += kImportSettlesMs;
  pump();
  EXPECT_EQ(released(), 0U);
  EXPECT_EQ(waiting().grades, 51);
  EXPECT_EQ(waiting().classes, 1);
  answer(ImportAnswer::send);
  EXPECT_EQ(released(), 51U);
}

TEST_F(ImportedGrades, WhatIsLeftToTeachersOrInTheLmsStaysSoWhenItIsToldAgain) {
  for (const auto& [said, code] : {std::pair{ImportAnswer::teachers, Code::graded_before},
                                   std::pair{ImportAnswer::leave, Code::left_unsent}}) {
    bring(51);
    pump();
    answer(said);
    bring(51);
    EXPECT_EQ(released(), 0U);
    for (const auto& one : records(Kind::result)) {
      EXPECT_EQ(one.code, code);
    }
    commit([&](outbox::Transaction& transaction) -> Status {
      for (auto one : records(Kind::result)) {
        one.code = Code::import_asked;
        const auto put = transaction.put_record(one);
        if (!put) {
          return put;
        }
      }
      return ok_status();
    });
  }
}

TEST_F(ImportedGrades, WhatIsNotMarkedGoesHoweverManyTheyAre) {
  bring(60, false);
  EXPECT_EQ(released(), 60U);
}

TEST_F(ImportedGrades, WhereAClassIsSentByHandTheyStandInThePreviewLikeAnyOther) {
  district.send_automatically = false;
  save(district);
  bring(51);
  EXPECT_EQ(records(Kind::result).front().code, Code::none);
}

} // namespace
} // namespace passback::intake
