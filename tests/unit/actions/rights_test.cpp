// Which right each operation needs, and what a document says to those who use an item in another
// capacity than its own.
#include <set>

#include "plugin/actions/rights.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

TEST(Rights, NameEachOperationOnce) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& row : all_operations()) {
    EXPECT_TRUE(seen.insert({row.item, row.op}).second) << row.item << " " << row.op;
  }
}

TEST(Rights, AnInputAsksForTheOperationThatItsItemWillDo) {
  EXPECT_EQ(operation_of(kSisSettings, ""), "open");
  EXPECT_EQ(operation_of(kSisSettings, R"({"op":"job"})"), "job");
  EXPECT_EQ(operation_of(kSisSettings, R"({"allow_grades":true})"), "save");
  EXPECT_EQ(operation_of(kSyncGradesSettings, R"({"send_automatically":true})"), "save");
  EXPECT_EQ(operation_of(kSyncGradesToSis, R"({"activity_id":"a"})"), "open");
  EXPECT_EQ(need_of(kSisSettings, operation_of(kSisSettings, R"({"op":7})")), Need::act);
  EXPECT_EQ(need_of(kSisSettings, operation_of(kSisSettings, "not json")), Need::act);
}

class ViewerTest : public ActionsTest {
 protected:
  static Asker principal() {
    auto asker = teacher();
    asker.user = gradebook::UserId("principal");
    asker.capacity = Capacity::viewer;
    return asker;
  }
};

TEST_F(ViewerTest, IsShownAndOfferedNothingToChange) {
  take(essay());
  const auto overview = use(kSyncGradesToSis, principal(), "");
  EXPECT_TRUE(overview.at("read_only").as_bool());
  EXPECT_EQ(overview.at("read_only_reason").at("code"), "call.view_only");
  EXPECT_EQ(json::serialize(overview.at("operations")),
            R"(["preview","status","history","sends","export"])");
  const auto form = use(kSyncGradesSettings, principal(), "");
  EXPECT_FALSE(form.contains("submit"));
  for (const auto& field : form.at("fields").as_array()) {
    EXPECT_FALSE(field.at("enabled").as_bool());
  }
}

TEST_F(ViewerTest, IsRefusedWhatChangesSomethingEvenIfTheBoundaryLetsHerIn) {
  for (const auto& row : all_operations()) {
    if (row.need == Need::see) {
      continue;
    }
    const auto reply = actions.invoke(row.item, principal(),
                                      json::serialize(json::object{{"op", row.op}}), kDeadline);
    ASSERT_FALSE(reply.ok()) << row.item << " " << row.op;
    EXPECT_EQ(reply.error().code, Code::view_only) << row.item << " " << row.op;
  }
}

TEST_F(ViewerTest, WhoActsForATeacherStandsSoInTheHistory) {
  make_manual();
  take(essay());
  take(score_of("90"));
  auto asker = teacher();
  asker.user = gradebook::UserId("dana");
  asker.capacity = Capacity::for_teacher;
  const auto preview = use(kSyncGradesToSis, asker, R"({"op":"preview"})");
  EXPECT_TRUE(preview.at("for_teacher").as_bool());
  const auto sent = use(
      kSyncGradesToSis, asker,
      json::serialize(json::object{{"op", "send"}, {"all", true}, {"token", preview.at("token")}}));
  EXPECT_TRUE(sent.at("ok").as_bool());
  const auto id = records(outbox::Kind::result).front().id;
  const auto history =
      use(kSyncGradesToSis, asker, json::serialize(json::object{{"op", "history"}, {"id", id}}));
  EXPECT_NE(json::serialize(history.at("lines")).find("\"dana for a teacher\""), std::string::npos);
}

} // namespace
} // namespace passback::actions
