// What the SIS would refuse is named before it is sent, and goes by itself when the reason is gone.
#include "plugin/outbox/sis_news.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Kind;
using outbox::State;

constexpr const char* kQuarters =
    R"([{"sourcedId":"q1","type":"gradingPeriod","startDate":"2026-08-15","endDate":"2026-10-31"},)"
    R"({"sourcedId":"q2","type":"gradingPeriod","startDate":"2026-11-01","endDate":"2027-01-31"}])";
constexpr const char* kQuartersAndSemester =
    R"([{"sourcedId":"q1","type":"gradingPeriod","startDate":"2026-08-15","endDate":"2026-10-31"},)"
    R"({"sourcedId":"s1","type":"gradingPeriod","startDate":"2026-08-15","endDate":"2027-01-31"}])";
constexpr std::int64_t kInQuarterOne = 1'790'600'000'000; // 2026-09-28
constexpr std::int64_t kInSummer = 1'785'000'000'000;     // 2026-07-25

class SisRefusals : public IntakeTest {
 protected:
  void use(const std::string& profile) {
    district.connection->profile = profile;
    save(district);
  }
  /// What delivery or a job read of the class.
  void show(const std::string& kind, const std::string& list, std::int64_t age_ms = 0) {
    commit([&](outbox::Transaction& transaction) {
      const auto kept = outbox::keep_sis_document(
          transaction, {"sis-1", 1, kind, "sis-algebra", list, clock.unix_ms() - age_ms});
      return kept ? ok_status() : Status(kept.error());
    });
  }
  void pump() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok()) << left.error().detail;
    EXPECT_FALSE(*left);
  }
  static ActivityEvent dated(std::int64_t due) {
    auto event = essay();
    event.facts.due_at_unix_ms = due;
    return event;
  }
  static ActivityEvent in_period(const std::string& id) {
    auto event = dated(kInQuarterOne);
    event.facts.grading_period_sis_id = gradebook::SourcedId(id);
    return event;
  }
  void enrol(bool withdrawn) {
    EnrolmentEvent event;
    event.origin = origin();
    event.user_id = "ada";
    event.class_sis_id = gradebook::SourcedId("sis-algebra");
    event.user_sis_id = gradebook::SourcedId("sis-ada");
    event.withdrawn = withdrawn;
    EXPECT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  void expect_on_its_way() {
    EXPECT_EQ(result().state, State::waiting_parent) << info(result().code).id;
    EXPECT_EQ(line_item().state, State::ready) << info(line_item().code).id;
  }
};

TEST_F(SisRefusals, AScoreOfAStudentWhoLeftWaitsUntilTheStudentIsBack) {
  enrol(false);
  enrol(true);
  take(essay());
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::waiting);
  EXPECT_EQ(outcome.reason, Code::student_not_enrolled);
  enrol(false);
  expect_on_its_way();
}

TEST_F(SisRefusals, AScoreOnItsWayIsHeldBackWhenItsStudentLeaves) {
  enrol(false);
  take(essay());
  take(score_of("90"));
  take(score_of("80", "bob"));
  enrol(true);
  for (const auto& row : records(Kind::result)) {
    const bool left = row.key.student_id.value == "ada";
    EXPECT_EQ(row.code, left ? Code::student_not_enrolled : Code::parent_not_confirmed);
  }
}

TEST_F(SisRefusals, WhatTheSisHasOfAStudentWhoLeftStaysAndMayBeTakenBack) {
  enrol(false);
  take(essay());
  take(score_of("90"));
  deliver_everything();
  enrol(true);
  EXPECT_EQ(result().state, State::settled);
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::unchanged);
  EXPECT_EQ(take(score_of("95")).reason, Code::student_not_enrolled);
  auto gone = score_of("");
  gone.withdrawn = true;
  EXPECT_EQ(take(gone).disposition, Disposition::queued);
}

TEST_F(SisRefusals, ANamedPeriodThatIsNotOfTheClassWaitsForAFreshList) {
  take(in_period("q3"));
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued) << "nothing was read yet";
  show("sessions", kQuarters);
  take(in_period("q3"));
  EXPECT_EQ(line_item().code, Code::grading_period_not_of_class);
  EXPECT_EQ(result().code, Code::grading_period_not_of_class);
  show("sessions", R"([{"sourcedId":"q3","type":"gradingPeriod"}])");
  pump();
  expect_on_its_way();
}

TEST_F(SisRefusals, APeriodThatTheTeacherChoseIsLookedUpToo) {
  show("sessions", kQuarters);
  auto event = dated(kInQuarterOne);
  event.facts.grading_period_id = "fall";
  settings::ClassSettings of_class;
  of_class.period_map["fall"] = "q9";
  save(of_class);
  take(event);
  EXPECT_EQ(take(score_of("90")).reason, Code::grading_period_not_of_class);
  of_class.period_map["fall"] = "q2";
  save(of_class);
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  pump();
  expect_on_its_way();
}

TEST_F(SisRefusals, AListThatIsTooOldProvesNothing) {
  constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
  show("sessions", kQuarters, kDay);
  show("categories", R"([{"id":"sis-tests","title":"Tests"}])", 8 * kDay);
  take(in_period("q3"));
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(SisRefusals, PeriodsThatDeliveryReadsAnewAtThatMomentHoldNothingBack) {
  constexpr std::int64_t kSixHours = 6LL * 60 * 60 * 1000;
  show("sessions", kQuarters, kSixHours - 1);
  take(in_period("q3"));
  EXPECT_EQ(take(score_of("90")).reason, Code::grading_period_not_of_class);
  clock.now_ms += 1;
  auto renamed = in_period("q3");
  renamed.facts.title = "Essay, second draft";
  take(renamed);
  expect_on_its_way();
}

TEST_F(SisRefusals, PeriodsWithAShutWindowHoldNothingBackForLongerThanDeliveryBelievesThem) {
  use("showing");
  const std::string shut = R"([{"sourcedId":"q1","type":"gradingPeriod","startDate":"2026-08-15",)"
                           R"("endDate":"2026-10-31","metadata":{"windowOpen":"false"}}])";
  constexpr std::int64_t kHour = 60LL * 60 * 1000;
  show("sessions", shut, kHour / 2);
  take(in_period("q3"));
  EXPECT_EQ(take(score_of("90")).reason, Code::grading_period_not_of_class);
  clock.now_ms += kHour;
  auto renamed = in_period("q3");
  renamed.facts.title = "Essay, second draft";
  take(renamed);
  expect_on_its_way();
}

TEST_F(SisRefusals, SeveralFittingPeriodsWaitForAChoiceWhereOneIsNeeded) {
  show("sessions", kQuartersAndSemester);
  take(dated(kInQuarterOne));
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued) << "it may go without";
  use("exacting");
  take(dated(kInQuarterOne));
  EXPECT_EQ(result().code, Code::grading_period_ambiguous);
  district.grading.period_level = settings::PeriodLevel{};
  save(district);
  commit([](outbox::Transaction& transaction) { return ask_to_reconsider(transaction, {}); });
  pump();
  expect_on_its_way();
}

TEST_F(SisRefusals, ADueDateInNoPeriodWaitsForAnotherWhereTheSisRefusesIt) {
  use("exacting");
  show("sessions", kQuarters);
  take(dated(kInSummer));
  EXPECT_EQ(take(score_of("90")).reason, Code::due_date_outside_period);
  take(dated(kInQuarterOne));
  expect_on_its_way();
}

TEST_F(SisRefusals, ADueDateOutsideOfTheChosenPeriodWaitsForThatPeriodToGrow) {
  use("exacting");
  show("sessions", kQuarters);
  take(in_period("q2"));
  EXPECT_EQ(take(score_of("90")).reason, Code::due_date_outside_period);
  show(
      "sessions",
      R"([{"sourcedId":"q2","type":"gradingPeriod","startDate":"2026-09-01","endDate":"2027-01-31"}])");
  pump();
  expect_on_its_way();
}

TEST_F(SisRefusals, ADueDateOutsideGoesWhereTheSisDoesNotCare) {
  show("sessions", kQuarters);
  take(dated(kInSummer));
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(SisRefusals, ACategoryThatTheSisDoesNotShowWaitsForAFreshList) {
  show("categories", R"([{"id":"sis-tests","title":"Tests"}])");
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::category_not_in_sis);
  show("categories", R"([{"id":"sis-tests","title":"Tests"}])");
  pump();
  EXPECT_EQ(result().code, Code::category_not_in_sis) << "nothing new";
  show("categories", R"([{"id":"sis-homework","title":"Homework"}])");
  pump();
  expect_on_its_way();
}

TEST_F(SisRefusals, AnEmptyListOfCategoriesProvesNothing) {
  show("categories", "[]");
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::queued);
}

TEST_F(SisRefusals, WhereALineItemCountsIsTheSissOwnMatterOnceItHasIt) {
  take(in_period("q3"));
  take(score_of("90"));
  deliver_everything();
  show("categories", R"([{"id":"sis-tests","title":"Tests"}])");
  show("sessions", kQuarters);
  auto renamed = in_period("q3");
  renamed.facts.title = "Essay, second draft";
  EXPECT_EQ(take(renamed).disposition, Disposition::queued);
}

TEST_F(SisRefusals, AScoreAboveThePointsPossibleGoesWhenTheyAreRaised) {
  use("exacting");
  take(dated(kInQuarterOne));
  EXPECT_EQ(take(score_of("120")).reason, Code::score_over_maximum);
  EXPECT_EQ(take(score_of("-1", "bob")).reason, Code::score_below_zero);
  auto raised = dated(kInQuarterOne);
  raised.facts.points_possible = gradebook::Decimal::from_integer(150);
  take(raised);
  for (const auto& row : records(Kind::result)) {
    const bool too_low = row.key.student_id.value == "bob";
    EXPECT_EQ(row.code, too_low ? Code::score_below_zero : Code::parent_not_confirmed);
  }
}

TEST_F(SisRefusals, ALetterThatIsNoneOfItsScaleWaitsForAnother) {
  settings::ScaleTable letters;
  letters.steps = {
      {"A", gradebook::Decimal::from_integer(95), gradebook::Decimal::from_integer(90)}};
  district.grading.scales["letters"] = letters;
  save(district);
  auto event = essay();
  event.facts.scale_id = "letters";
  take(event);
  auto letter = score_of("");
  letter.facts.text_score = "Ω";
  EXPECT_EQ(take(letter).reason, Code::scale_mismatch);
  letter.facts.text_score = "a";
  EXPECT_EQ(take(letter).disposition, Disposition::queued);
}

TEST_F(SisRefusals, AnActivityOfZeroPointsWaitsForPoints) {
  use("exacting");
  auto event = dated(kInQuarterOne);
  event.facts.points_possible = gradebook::Decimal();
  take(event);
  EXPECT_EQ(take(score_of("0")).reason, Code::points_possible_zero);
  take(dated(kInQuarterOne));
  expect_on_its_way();
}

TEST_F(SisRefusals, AnEndOfTheClassThatBecomesKnownStandsInForADueDate) {
  use("closing");
  take(essay());
  EXPECT_EQ(take(score_of("90")).reason, Code::due_date_missing);
  ClassEvent event;
  event.origin = origin();
  event.facts.class_sis_id = gradebook::SourcedId("sis-algebra");
  ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  EXPECT_EQ(result().code, Code::due_date_missing);
  event.facts.ends_at_unix_ms = kInQuarterOne;
  ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  expect_on_its_way();
}

TEST_F(SisRefusals, ManyWaitingScoresAreFreedInPieces) {
  show("categories", R"([{"id":"sis-tests","title":"Tests"}])");
  take(essay());
  for (int i = 0; i < 230; ++i) {
    take(score_of("50", "student-" + std::to_string(i)));
  }
  show("categories", R"([{"id":"sis-homework","title":"Homework"}])");
  EXPECT_TRUE(*intake->reconsider(std::chrono::milliseconds(0)));
  pump();
  for (const auto& row : records(Kind::result)) {
    EXPECT_EQ(row.state, State::waiting_parent);
  }
}

} // namespace
} // namespace passback::intake
