// What a preview says of each record that would go, member by member.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class PreviewedMembers : public ActionsTest {
 protected:
  PreviewedMembers() {
    make_manual();
    take(essay());
  }
  json::object preview() { return sync(R"({"op":"preview"})"); }
  void send() {
    sync(R"({"op":"send","all":true,"token":")" +
         std::string(preview().at("token").as_string()) + "\"}");
  }
  /// The only cell of that kind.
  json::object cell(std::string_view kind) {
    const auto document = preview();
    for (const auto& one : document.at("cells").as_array()) {
      if (one.at("kind").as_string() == kind) {
        return one.as_object();
      }
    }
    ADD_FAILURE() << "no " << kind;
    return {};
  }
  static intake::ScoreEvent commented(const std::string& points, const std::string& comment) {
    auto event = score_of(points);
    event.facts.comment = comment;
    return event;
  }
};

TEST_F(PreviewedMembers, OfAFirstSendAreAllThatGo) {
  take(commented("90", "Good."));
  const auto shown = cell("result");
  EXPECT_EQ(shown.at("to"),
            json::parse(R"({"scoreStatus":"fully graded","score":90,"comment":"Good."})"));
  EXPECT_FALSE(shown.contains("from"));
}

TEST_F(PreviewedMembers, ALineItemThatGoesWithItsFirstResultIsShownToo) {
  EXPECT_FALSE(cell("line_item").contains("goes_along"));
  take(score_of("90"));
  const auto shown = cell("line_item");
  EXPECT_FALSE(shown.at("will_send").as_bool());
  EXPECT_TRUE(shown.at("goes_along").as_bool());
  EXPECT_EQ(shown.at("to").at("title"), "Essay");
  EXPECT_EQ(shown.at("to").at("category"), "sis-homework");
  send();
  deliver_everything();
  EXPECT_FALSE(cell("line_item").contains("goes_along")) << "the SIS has it";
}

TEST_F(PreviewedMembers, OfAChangeAreThoseThatChangeWithWhatTheyWere) {
  take(commented("90", "Good."));
  send();
  deliver_everything();
  take(commented("95", ""));
  const auto shown = cell("result");
  EXPECT_EQ(shown.at("from"), json::parse(R"({"score":90,"comment":"Good."})"));
  EXPECT_EQ(shown.at("to"), json::parse(R"({"score":95,"comment":null})"));
}

TEST_F(PreviewedMembers, WhatWasToldUnderOtherSettingsIsNotGuessed) {
  auto event = essay();
  event.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(event);
  take(score_of("40"));
  send();
  deliver_everything();
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  take(score_of("30"));
  const auto shown = cell("result");
  EXPECT_EQ(shown.at("to").at("score"), 60);
  EXPECT_FALSE(shown.contains("from"));
}

TEST_F(PreviewedMembers, AResultWhoseLineItemChangesItGoesAlongAndThenDoes) {
  district.grading.grade_form = settings::GradeForm::percent;
  save(district);
  take(score_of("40"));
  send();
  deliver_everything();
  auto event = essay();
  event.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(event);
  const auto shown = cell("result");
  EXPECT_FALSE(shown.at("will_send").as_bool());
  EXPECT_TRUE(shown.at("goes_along").as_bool());
  EXPECT_EQ(shown.at("from"), json::parse(R"({"score":40})"));
  EXPECT_EQ(shown.at("to"), json::parse(R"({"score":80})"));
  send();
  while (*intake->reconsider(kDeadline)) {
  }
  EXPECT_TRUE(outbox::needs_send(result()));
}

TEST_F(PreviewedMembers, WhatIsTakenBackIsRemoved) {
  take(score_of("90"));
  send();
  deliver_everything();
  auto event = score_of("");
  event.withdrawn = true;
  take(event);
  const auto shown = cell("result");
  EXPECT_TRUE(shown.at("removes").as_bool());
  EXPECT_FALSE(shown.contains("to"));
}

TEST_F(PreviewedMembers, WhatDoesNotGoHasNone) {
  auto event = score_of("90");
  event.facts.flags.draft = true;
  take(event);
  const auto shown = cell("result");
  EXPECT_FALSE(shown.contains("to"));
  EXPECT_FALSE(shown.contains("removes"));
}

} // namespace
} // namespace passback::actions
