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

class OlderGradesQuestion : public ActionsTest {
 protected:
  /// The SIS has 90 of two students, and the LMS was put back to 50.
  void lms_is_put_back() {
    take(essay());
    for (const auto* student : {"ada", "grace"}) {
      take(told("90", student, 5, 1));
    }
    deliver_everything();
    for (const auto* student : {"ada", "grace"}) {
      take(told("50", student, 1, 2));
    }
  }
  static intake::ScoreEvent told(const std::string& points, const std::string& student,
                                 std::int64_t rev, std::int64_t epoch) {
    auto event = score_of(points, student);
    event.origin.host_rev = rev;
    event.origin.host_epoch = epoch;
    return event;
  }
  std::string answer(std::string_view op) {
    const auto asked = sync(R"({"op":"preview"})").at("questions").at(0).as_object();
    EXPECT_EQ(asked.at("name"), "older");
    EXPECT_EQ(asked.at("results"), 2);
    return json::serialize(
        json::object{{"op", op}, {"cause", asked.at("cause")}, {"upto", asked.at("upto")}});
  }
};

TEST_F(OlderGradesQuestion, IsOneForTheClassAndNothingOfItGoesWithASend) {
  lms_is_put_back();
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 0);
  EXPECT_EQ(preview.at("questions").as_array().size(), 1U);
}

TEST_F(OlderGradesQuestion, KeptTheyStayAsTheSisHasThem) {
  lms_is_put_back();
  EXPECT_EQ(sync(answer("keep_newer")).at("records"), 2);
  EXPECT_EQ(sync("").if_contains("questions"), nullptr);
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.code, Code::newer_kept);
  }
}

TEST_F(OlderGradesQuestion, SentTheyGo) {
  lms_is_put_back();
  EXPECT_EQ(sync(answer("send_older")).at("records"), 2);
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::ready);
  }
}

TEST_F(OlderGradesQuestion, TheCardAsksItOfAllClassesUntilItIsAnswered) {
  EXPECT_EQ(card(R"({"op":"older_keep"})").at("ok"), false) << "nobody asked";
  lms_is_put_back();
  const auto form = json::serialize(card(""));
  EXPECT_NE(form.find("2 grades in the SIS are newer"), std::string::npos);
  EXPECT_EQ(card(R"({"op":"older_keep"})").at("ok"), true);
  EXPECT_EQ(json::serialize(card("")).find("are newer"), std::string::npos);
}

class PointsQuestion : public ActionsTest {};

TEST_F(PointsQuestion, SaysWhatBecomesOfTheStudentsAndLetsAllGo) {
  auto activity = essay();
  activity.facts.points_possible = gradebook::Decimal::from_integer(10);
  take(activity);
  for (const auto* student : {"ada", "grace", "mary"}) {
    take(score_of("6", student));
  }
  deliver_everything();
  activity.facts.points_possible = gradebook::Decimal::from_integer(100);
  take(activity);
  const auto asked = sync(R"({"op":"preview"})").at("questions").at(0).as_object();
  EXPECT_EQ(asked.at("text"), "Essay: 10 points become 100. 3 students fall to 6 %.");
  EXPECT_EQ(asked.at("answers").as_array().size(), 1U) << "who does not want it changes them back";
  sync(json::serialize(json::object{
      {"op", "send_points"}, {"cause", asked.at("cause")}, {"upto", asked.at("upto")}}));
  EXPECT_EQ(line_item().state, State::ready);
  EXPECT_EQ(sync("").if_contains("questions"), nullptr);
}

class WhatStaysInTheSis : public ActionsTest {
 protected:
  json::object cell_of_result() {
    const auto preview = sync(R"({"op":"preview"})");
    for (const auto& cell : preview.at("cells").as_array()) {
      if (cell.at("kind") == "result") {
        return cell.as_object();
      }
    }
    return {};
  }
  void exclude_what_was_sent() {
    take(essay());
    take(score_of("90"));
    deliver_everything();
    settings::ClassSettings own;
    own.excluded_activities = {gradebook::ActivityId("essay")};
    save(own);
    take(score_of("20"));
  }
};

TEST_F(WhatStaysInTheSis, IsSaidWithItsValueWhereValuesAreShownAndOfferedToBeTakenBack) {
  exclude_what_was_sent();
  const auto cell = cell_of_result();
  EXPECT_EQ(cell.at("words"), "Not synced; the SIS keeps 90");
  EXPECT_EQ(cell.at("operations"), json::array{"take_back"});
  const auto status = sync(R"({"op":"status"})");
  EXPECT_NE(json::serialize(status).find("Not synced; the SIS keeps what it has"),
            std::string::npos);
}

TEST_F(WhatStaysInTheSis, IsTakenBackByItsActivityOrByItsRecord) {
  exclude_what_was_sent();
  const auto reply = sync(R"({"op":"take_back","activity_id":"essay"})");
  EXPECT_EQ(reply.at("ok"), true) << json::serialize(reply);
  EXPECT_EQ(reply.at("records"), 1);
  const auto id = result().id;
  EXPECT_EQ(sync(json::serialize(json::object{{"op", "take_back"},
                                              {"records", json::array{json::object{{"id", id}}}}}))
                .at("records"),
            1);
  EXPECT_EQ(sync(R"({"op":"take_back","records":[7]})").at("ok"), false);
}

class AfterTheClass : public ActionsTest {
 protected:
  void grade_after_the_end() {
    district.sending.grace_after_class_end = settings::Count{14};
    save(district);
    intake::ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
    event.facts.ends_at_unix_ms = clock.unix_ms() - 30LL * 86'400'000;
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
    take(essay());
    take(score_of("90"));
  }
};

TEST_F(AfterTheClass, WhoSendsSaysWhyAndTheHistoryTellsIt) {
  grade_after_the_end();
  const auto preview = sync(R"({"op":"preview"})");
  EXPECT_EQ(preview.at("will_send"), 1);
  json::object send{{"op", "send"}, {"all", true}, {"token", preview.at("token")}};
  const auto asked = sync(json::serialize(send));
  EXPECT_EQ(asked.at("ok"), false);
  EXPECT_EQ(asked.at("problems").at(0).at("field"), "reason");
  send["reason"] = "  ";
  EXPECT_EQ(sync(json::serialize(send)).at("ok"), false) << "blanks say nothing";
  send["reason"] = "A paper was found";
  EXPECT_EQ(sync(json::serialize(send)).at("released"), 1);
  const auto told =
      sync(json::serialize(json::object{{"op", "history"}, {"id", result().id}})).at("lines");
  EXPECT_NE(json::serialize(told).find(R"("why":"A paper was found")"), std::string::npos);
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
