// What people are asked before grades leave the SIS, or go on a day on which none should, and the
// rules on the card that say so.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::WithdrawalReason;
using outbox::Form;
using outbox::Kind;
using outbox::State;

class RemovalQuestionsTest : public ActionsTest {
 protected:
  RemovalQuestionsTest() {
    district.sending.removals.reset();
    save(district);
  }
  void students_with_grades_leave(int count) {
    take(essay());
    for (int n = 0; n < count; ++n) {
      take(score_of("90", "student-" + std::to_string(n)));
    }
    deliver_everything();
    for (int n = 0; n < count; ++n) {
      auto gone = score_of("", "student-" + std::to_string(n));
      gone.withdrawn = true;
      gone.facts.withdrawn_because = WithdrawalReason::unenrolled;
      take(gone);
    }
  }
  json::object question() {
    const auto preview = sync(R"({"op":"preview"})");
    const auto* questions = preview.if_contains("questions");
    EXPECT_NE(questions, nullptr);
    return questions == nullptr ? json::object() : questions->at(0).as_object();
  }
  std::string answer(std::string_view op, const json::object& to) {
    return json::serialize(
        json::object{{"op", op}, {"cause", to.at("cause")}, {"upto", to.at("upto")}});
  }
};

TEST_F(RemovalQuestionsTest, TwelveResultsOfOneCauseAreOneQuestion) {
  students_with_grades_leave(12);
  const auto asked = question();
  EXPECT_EQ(asked.at("cause"), "record.removal_unenrolled");
  EXPECT_EQ(asked.at("results"), 12);
  EXPECT_TRUE(std::string_view(asked.at("text").as_string()).starts_with("Take back 12 results?"));
  EXPECT_EQ(sync("").at("questions").as_array().size(), 1U) << "the overview asks as well";
}

TEST_F(RemovalQuestionsTest, SendingGradesDoesNotTakeThemBack) {
  students_with_grades_leave(2);
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 0);
  sync(
      json::serialize(json::object{{"op", "send"}, {"all", true}, {"token", preview.at("token")}}));
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::manual);
  }
}

TEST_F(RemovalQuestionsTest, TakenBackTheyGo) {
  students_with_grades_leave(2);
  const auto reply = sync(answer("take_back", question()));
  EXPECT_EQ(reply.at("records"), 2);
  deliver_everything();
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::withdrawn);
  }
}

TEST_F(RemovalQuestionsTest, KeptTheyStayAndNobodyIsAskedAgain) {
  students_with_grades_leave(2);
  const auto reply = sync(answer("keep_in_sis", question()));
  EXPECT_EQ(reply.at("records"), 2);
  EXPECT_EQ(sync(R"({"op":"preview"})").if_contains("questions"), nullptr);
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.confirmed.form, Form::present);
    EXPECT_EQ(one.code, Code::kept_in_sis);
  }
}

TEST_F(RemovalQuestionsTest, WhatCameAfterTheQuestionWasShownIsAnotherQuestion) {
  students_with_grades_leave(2);
  auto asked = question();
  asked["upto"] = asked.at("upto").as_int64() - 1;
  EXPECT_EQ(sync(answer("take_back", asked)).at("records"), 1);
}

TEST_F(RemovalQuestionsTest, TheHistorySaysWhoAnsweredForATeacher) {
  students_with_grades_leave(1);
  auto asker = teacher();
  asker.capacity = Capacity::for_teacher;
  use(kSyncGradesToSis, asker, answer("keep_in_sis", question()));
  const auto id = result().id;
  std::string actor;
  commit([&](outbox::Transaction& transaction) -> Status {
    const auto rows = transaction.history(id, 10);
    EXPECT_TRUE(rows.ok());
    for (const auto& row : *rows) {
      actor = row.event == "kept" ? row.actor : actor;
    }
    return ok_status();
  });
  EXPECT_EQ(actor, "teacher for a teacher");
}

TEST_F(RemovalQuestionsTest, AnAnswerWithoutItsQuestionChangesNothing) {
  students_with_grades_leave(1);
  EXPECT_EQ(sync(R"({"op":"take_back"})").at("ok"), false);
}

class SendingRulesOnTheCard : public ActionsTest {};

TEST_F(SendingRulesOnTheCard, AreSavedEachAndTakenBackByNull) {
  const auto reply = card(R"({"op":"save","automatic_for":"self_paced","wait_before_sending":2,
      "quiet_hours":{"from":"22:00","to":"06:00"},
      "no_sending_on":["2026-12-18",{"from":"2026-12-21","to":"2026-12-23"}],
      "removals":"by_itself","removal_brake":5,"notice_hour":9,"notice_language":"es"})");
  EXPECT_EQ(reply.at("ok"), true) << json::serialize(reply);
  const auto rules = stored().sending;
  EXPECT_EQ(rules.automatic_for, settings::AutomaticFor::self_paced);
  EXPECT_EQ(rules.wait_before_sending, settings::Minutes{2});
  EXPECT_EQ(rules.quiet_hours, (settings::QuietHours{22 * 60, 6 * 60}));
  EXPECT_EQ(rules.no_sending_on->size(), 2U);
  EXPECT_EQ(rules.removals, settings::Removals::by_itself);
  EXPECT_EQ(rules.removal_brake, settings::Count{5});
  EXPECT_EQ(rules.notice_hour, settings::Hour{9});
  EXPECT_EQ(rules.notice_language, settings::Language{"es"});
  card(R"({"op":"save","removals":null,"quiet_hours":{"from":"","to":null}})");
  EXPECT_FALSE(stored().sending.removals);
  EXPECT_FALSE(stored().sending.quiet_hours);
  EXPECT_TRUE(stored().sending.wait_before_sending);
}

TEST_F(SendingRulesOnTheCard, WhatIsNoRuleIsRefusedByName) {
  const auto reply = card(R"({"op":"save","wait_before_sending":61,"quiet_hours":{"from":"22:00"},
      "no_sending_on":["18.12.2026"],"removals":"never","notice_hour":24,"notice_language":"no such"})");
  EXPECT_EQ(reply.at("ok"), false);
  EXPECT_EQ(reply.at("problems").as_array().size(), 6U) << json::serialize(reply);
}

TEST_F(SendingRulesOnTheCard, OnADateWithoutSendingAPersonIsAskedFirst) {
  district.send_automatically = false;
  // The clock stands at 2026-09-21.
  district.sending.no_sending_on = settings::DateRanges{{"2026-09-21", "2026-09-21"}};
  save(district);
  take(essay());
  take(score_of("90"));
  const auto preview = sync(R"({"op":"preview"})");
  const json::object send{{"op", "send"}, {"all", true}, {"token", preview.at("token")}};
  const auto asked = sync(json::serialize(send));
  EXPECT_EQ(asked.at("ok"), false);
  EXPECT_EQ(asked.at("questions").at(0).at("name"), "send_anyway");
  auto anyway = send;
  anyway["send_anyway"] = "yes";
  EXPECT_EQ(sync(json::serialize(anyway)).at("released"), 1);
}

TEST_F(SendingRulesOnTheCard, ACommentThatIsSwitchedOffIsNoPartOfWhatGoes) {
  district.send_automatically = false;
  district.grading.send_comments = false;
  save(district);
  take(essay());
  auto score = score_of("90");
  score.facts.comment = "Well done.";
  take(score);
  const auto preview = json::serialize(sync(R"({"op":"preview"})"));
  EXPECT_EQ(preview.find("Well done."), std::string::npos);
}

} // namespace
} // namespace passback::actions
