#include "plugin/oneroster/documents/final_slots.hpp"
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

using settings::PeriodLevel;

class GradingSettings : public ActionsTest {
 protected:
  boost::json::object of_class(const std::string& input) {
    return use(kSyncGradesSettings, teacher(), input);
  }
  static boost::json::value field(const boost::json::object& form, std::string_view name) {
    for (const auto& one : form.at("fields").as_array()) {
      if (one.at("name").as_string() == name) {
        return one;
      }
    }
    return {};
  }
  void use_slots() {
    district.connection->profile = "places";
    save(district);
  }
  void read_slots(const std::vector<oneroster::SlotInSis>& slots) {
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "slots", "sis-algebra", oneroster::to_json(slots), clock.unix_ms()});
    });
  }
  struct Period {
    const char *id, *title, *start, *end;
  };
  static constexpr Period kQuarter1{"sis-q1", "Quarter 1", "2026-08-17", "2026-10-16"};
  static constexpr Period kQuarter2{"sis-q2", "Quarter 2", "2026-10-19", "2026-12-18"};
  static constexpr Period kSemester{"sis-s1", "Semester 1", "2026-08-17", "2026-12-18"};
  static inline const std::vector<Period> kQuarters{kQuarter1, kQuarter2};
  static inline const std::vector<Period> kQuartersAndSemester{kQuarter1, kSemester, kQuarter2};

  /// As delivery keeps them.
  void read_periods(const std::vector<Period>& periods) {
    boost::json::array list;
    for (const auto& period : periods) {
      list.push_back({{"sourcedId", period.id},
                      {"type", "gradingPeriod"},
                      {"title", period.title},
                      {"startDate", period.start},
                      {"endDate", period.end}});
    }
    commit([&](outbox::Transaction& transaction) {
      return transaction.put_sis_document(
          {"sis-1", 1, "sessions", "sis-algebra", boost::json::serialize(list), clock.unix_ms()});
    });
  }
  static intake::ActivityEvent due_in_september() {
    auto event = essay();
    event.facts.due_at_unix_ms = 1'790'000'000'000; // 2026-09-21
    return event;
  }
  static intake::ActivityEvent final_grade() {
    auto event = essay();
    event.activity_id = gradebook::ActivityId("final");
    event.facts.kind = gradebook::ActivityKind::final_grade;
    event.facts.title = "Final grade";
    event.facts.grading_period_id = "q1";
    return event;
  }
};

TEST_F(GradingSettings, WhatAnAdministratorChoosesIsStoredAndShownAgain) {
  const auto reply = card(R"({"op":"save","grade_form":"percent","standards":"leave_out",
    "grading_period":{"pick":"titled","title":"Quarter"},
    "objectives":{"reading":{"source":"case","id":"5b6b3c0e-0000-4000-8000-000000000001"},
                  "writing":"W1"},
    "scales":{"letters":{"steps":[{"text":"A","percent":95,"from":"89.5"},
                                  {"text":"F","percent":50,"from":0}]}}})");
  ASSERT_TRUE(reply.at("ok").as_bool()) << boost::json::serialize(reply);
  const auto grading = stored().grading;
  EXPECT_EQ(grading.grade_form, settings::GradeForm::percent);
  EXPECT_EQ(grading.period_level, (PeriodLevel{PeriodLevel::Pick::titled, "Quarter"}));
  EXPECT_EQ(grading.objectives.at("writing").id, "W1");
  EXPECT_EQ(grading.objectives.at("reading").source, "case");
  EXPECT_EQ(grading.scales.at("letters").steps.at(0).from.to_string(), "89.5");
  const auto form = card("");
  EXPECT_EQ(field(form, "grading_period.title").at("value"), "Quarter");
  EXPECT_EQ(field(form, "standards").at("value"), "leave_out");
  EXPECT_EQ(field(form, "objectives").at("value").at("writing").at("id"), "W1");
}

TEST_F(GradingSettings, WhatIsNotGivenStaysAndNullOrAnEmptyChoicePutsItBack) {
  card(R"({"op":"save","grade_form":"percent","standards":"leave_out",
           "grading_period":{"pick":"longest"}})");
  card(R"({"op":"save","grade_form":null,"grading_period":{"pick":"","title":""}})");
  const auto grading = stored().grading;
  EXPECT_FALSE(grading.grade_form);
  EXPECT_FALSE(grading.period_level);
  EXPECT_EQ(grading.standards, settings::Standards::leave_out);
}

TEST_F(GradingSettings, EachProblemIsNamedAndNothingIsSaved) {
  const auto reply = card(R"({"op":"save","grade_form":"letters",
    "grading_period":{"pick":"titled"},"objectives":{"reading":{"source":"case","id":"R1"}},
    "scales":{"letters":{"steps":[{"text":"F","percent":50,"from":0},
                                  {"text":"A","percent":95,"from":90}]}}})");
  EXPECT_EQ(problems_of(reply), "scales,objectives,grade_form,grading_period.title");
  EXPECT_EQ(stored().grading, settings::GradingChoices{});
}

TEST_F(GradingSettings, AnIdOfTheSourceCaseIsRefusedThatWouldNotBeSent) {
  const auto refused = [&](const std::string& id) {
    return problems_of(
        card(R"({"op":"save","objectives":{"reading":{"source":"case","id":")" + id + R"("}}})"));
  };
  EXPECT_EQ(refused(std::string(36, '-')), "objectives");
  EXPECT_EQ(refused("5b6b3c0e00004000800000000000000100--"), "objectives");
  EXPECT_EQ(refused("5B6B3C0E-0000-4000-8000-000000000001"), "");
}

TEST_F(GradingSettings, FinalGradesAsAssignmentsAreSavedWithAWarning) {
  const auto reply = card(R"({"op":"save","final_as_assignment":true})");
  EXPECT_TRUE(reply.at("ok").as_bool());
  EXPECT_NE(std::string(reply.at("message").as_string()).find("count twice"), std::string::npos);
  EXPECT_EQ(stored().grading.final_as_assignment, true);
}

TEST_F(GradingSettings, ATeacherChoosesAmongTheSlotsThatTheSisOffers) {
  use_slots();
  take(final_grade());
  take(essay());
  const auto unread = field(of_class(""), "final_slots");
  EXPECT_EQ(unread.at("value").as_object().size(), 1U);
  EXPECT_EQ(unread.as_object().if_contains("choices"), nullptr);
  read_slots({{gradebook::SourcedId("slot-1"), "Q1 grade", {}}});
  const auto read = field(of_class(""), "final_slots");
  EXPECT_EQ(read.at("choices").at(0).at("value"), "slot-1");
  EXPECT_EQ(read.at("choices").at(0).at("label"), "Q1 grade");
  of_class(R"({"op":"save","final_slots":{"sis-algebra/final":"slot-1"}})");
  const auto chosen = field(of_class(""), "final_slots");
  EXPECT_EQ(chosen.at("value").at("sis-algebra/final").at("value"), "slot-1");
  EXPECT_EQ(chosen.at("value").at("sis-algebra/final").at("title"), "Final grade");
}

TEST_F(GradingSettings, SlotsOfOneTitleAreToldApartByTheirPeriodsElseByTheirIds) {
  use_slots();
  take(final_grade());
  read_periods(kQuarters);
  read_slots({{gradebook::SourcedId("slot-1"), "Grade", gradebook::SourcedId("sis-q1")},
              {gradebook::SourcedId("slot-2"), "Grade", {}},
              {gradebook::SourcedId("slot-3"), "Final", {}}});
  const auto choices = field(of_class(""), "final_slots").at("choices");
  EXPECT_EQ(choices.at(0).at("label"), "Grade, Quarter 1, 2026-08-17 to 2026-10-16");
  EXPECT_EQ(choices.at(1).at("label"), "Grade (slot-2)");
  EXPECT_EQ(choices.at(2).at("label"), "Final");
}

TEST_F(GradingSettings, PeriodsAndSlotsAreAskedForOnlyWhereTheyMeanSomething) {
  take(essay());
  const auto form = of_class("");
  EXPECT_TRUE(field(form, "final_slots").is_null());
  EXPECT_TRUE(field(form, "period_map").is_null());
  EXPECT_TRUE(field(form, "standards_category").is_null());
  take(final_grade());
  EXPECT_TRUE(field(of_class(""), "final_slots").is_null());
  EXPECT_EQ(field(of_class(""), "period_map").at("value").at("q1").at("title"), "q1");
}

TEST_F(GradingSettings, TheSissPeriodsAreOfferedByTitleAndDatesOnceTheyHaveBeenRead) {
  take(final_grade());
  EXPECT_EQ(field(of_class(""), "period_map").as_object().if_contains("choices"), nullptr)
      << "until then an id is typed";
  of_class(R"({"op":"save","period_map":{"q1":"sis-gone"}})");
  read_periods(kQuarters);
  const auto read = field(of_class(""), "period_map");
  ASSERT_EQ(read.at("choices").as_array().size(), 3U);
  EXPECT_EQ(read.at("choices").at(0).at("value"), "sis-q1");
  EXPECT_EQ(read.at("choices").at(0).at("label"), "Quarter 1, 2026-08-17 to 2026-10-16");
  const auto& chosen = read;
  EXPECT_EQ(chosen.at("value").at("q1").at("value"), "sis-gone");
  EXPECT_EQ(chosen.at("choices").at(2).at("value"), "sis-gone");
  EXPECT_NE(chosen.at("choices").at(2).as_object().if_contains("notes"), nullptr)
      << "it stays to be seen, and says that the SIS does not show it";
}

TEST_F(GradingSettings, APreviewIsOfOneGradingPeriodOrOfTheOpenOne) {
  make_manual();
  take(due_in_september());
  auto quiz = due_in_september();
  quiz.activity_id = gradebook::ActivityId("quiz");
  quiz.facts.due_at_unix_ms = 1'794'300'000'000; // 2026-11-10
  take(quiz);
  for (const char* activity : {"essay", "quiz"}) {
    auto score = score_of("90");
    score.activity_id = gradebook::ActivityId(activity);
    take(score);
  }
  const auto of_period = [&](const std::string& period) {
    const auto preview = sync(R"({"op":"preview","only":"going","period":")" + period + "\"}");
    std::set<std::string> activities;
    for (const auto& cell : preview.at("cells").as_array()) {
      activities.insert(std::string(cell.at("activity_id").as_string()));
    }
    return activities;
  };
  using Ids = std::set<std::string>;
  EXPECT_EQ(of_period("open"), (Ids{"essay", "quiz"})) << "nobody has read the periods yet";
  clock.now_ms = 1'790'300'000'000; // 2026-09-25
  read_periods(kQuarters);
  EXPECT_EQ(of_period("sis-q1"), Ids{"essay"});
  EXPECT_EQ(of_period("sis-q2"), Ids{"quiz"});
  EXPECT_EQ(of_period("open"), Ids{"essay"});
  clock.now_ms = 1'794'400'000'000; // 2026-11-11
  read_periods(kQuarters);
  EXPECT_EQ(of_period("open"), Ids{"quiz"});
}

TEST_F(GradingSettings, APeriodOrAPlaceThatTheSisWasReadNotToHaveIsRefusedByName) {
  use_slots();
  take(final_grade());
  EXPECT_TRUE(of_class(R"({"op":"save","period_map":{"q1":"sis-q9"}})").at("ok").as_bool())
      << "nothing was read yet";
  read_periods(kQuarters);
  read_slots({{gradebook::SourcedId("slot-1"), "Q1 grade", {}}});
  const auto refused = of_class(R"({"op":"save","period_map":{"q1":"sis-q9","q2":"sis-q8"},
    "activity_periods":{"final":"nope"},"final_slots":{"sis-algebra/final":"slot-9"}})");
  EXPECT_EQ(problems_of(refused),
            "period_map.q2,activity_periods.final,final_slots.sis-algebra/final")
      << "what stood there before stays: " << boost::json::serialize(refused);
  EXPECT_FALSE(changed);
  const std::string said(refused.at("problems").at(0).at("message").as_string());
  EXPECT_NE(said.find("\"sis-q8\""), std::string::npos) << said;
  EXPECT_TRUE(of_class(R"({"op":"save","period_map":{"q1":"sis-q1"},
    "final_slots":{"sis-algebra/final":"slot-1"}})")
                  .at("ok")
                  .as_bool());
}

TEST_F(GradingSettings, APeriodOfTheSameNameIsProposedAndNotTaken) {
  auto named = final_grade();
  named.facts.grading_period_id = " quarter 1";
  take(named);
  read_periods(kQuarters);
  const auto row = field(of_class(""), "period_map").at("value").at(" quarter 1");
  EXPECT_EQ(row.at("proposed"), "sis-q1");
  EXPECT_TRUE(row.at("value").is_null());
}

TEST_F(GradingSettings, ATeacherChoosesThePeriodOfAnActivityThatSeveralFit) {
  take(due_in_september());
  read_periods(kQuarters);
  EXPECT_TRUE(field(of_class(""), "activity_periods").is_null())
      << "one fits: the due date decides";
  read_periods(kQuartersAndSemester);
  const auto open = field(of_class(""), "activity_periods");
  EXPECT_EQ(open.at("value").at("essay").at("title"), "Essay");
  EXPECT_TRUE(open.at("value").at("essay").at("value").is_null());
  EXPECT_EQ(open.at("choices").as_array().size(), 3U);
  EXPECT_TRUE(
      of_class(R"({"op":"save","activity_periods":{"essay":"sis-s1"}})").at("ok").as_bool());
  EXPECT_TRUE(changed);
  const auto chosen = field(of_class(""), "activity_periods");
  EXPECT_EQ(chosen.at("value").at("essay").at("value"), "sis-s1");
  EXPECT_EQ(chosen.at("value").at("essay").at("title"), "Essay");
  of_class(R"({"op":"save","activity_periods":{"essay":null}})");
  EXPECT_TRUE(
      field(of_class(""), "activity_periods").at("value").at("essay").at("value").is_null());
  EXPECT_EQ(problems_of(of_class(R"({"op":"save","activity_periods":[]})")), "activity_periods");
}

TEST_F(GradingSettings, NobodyIsAskedForThePeriodOfAnActivityThatIsDecidedOrThere) {
  take(due_in_september());
  read_periods(kQuartersAndSemester);
  const auto asks = [&] { return !field(of_class(""), "activity_periods").is_null(); };
  ASSERT_TRUE(asks());
  district.grading.period_level = PeriodLevel{PeriodLevel::Pick::longest, ""};
  save(district);
  EXPECT_FALSE(asks()) << "the administrator's level picks";
  district.grading.period_level.reset();
  save(district);
  auto named = due_in_september();
  named.facts.grading_period_sis_id = gradebook::SourcedId("sis-q1");
  take(named);
  EXPECT_FALSE(asks()) << "the host named it";
  take(due_in_september());
  ASSERT_TRUE(asks());
  take(score_of("90"));
  deliver_everything();
  EXPECT_FALSE(asks()) << "where it counts is the SIS's now";
}

TEST_F(GradingSettings, ExceptionsOfAClassStandBesideWhatIsInherited) {
  card(R"({"op":"save","objectives":{"reading":"R1"}})");
  of_class(R"({"op":"save","objectives":{"writing":"W1"},"period_map":{"q1":"sis-q1"}})");
  const auto objectives = field(of_class(""), "objectives");
  EXPECT_EQ(objectives.at("value").as_object().size(), 1U);
  EXPECT_EQ(objectives.at("effective").as_object().size(), 2U);
  const auto bad = of_class(R"({"op":"save","final_slots":[],"standards":"leave_out"})");
  EXPECT_EQ(problems_of(bad), "final_slots,standards");
}

/// What the first question of a reply says.
std::string asked_by(const boost::json::object& reply) {
  const auto* questions = reply.if_contains("questions");
  return questions == nullptr ? std::string()
                              : std::string(questions->at(0).at("text").as_string());
}

TEST_F(GradingSettings, AFormThatSendsGradesAgainIsSavedOnlyOnceTheirNumberWasSeen) {
  auto half = essay();
  half.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(half);
  take(score_of("40"));
  take(score_of("45", "bob"));
  auto quiz = essay();
  quiz.activity_id = gradebook::ActivityId("quiz");
  take(quiz);
  auto of_quiz = score_of("90");
  of_quiz.activity_id = quiz.activity_id;
  take(of_quiz);
  deliver_everything();

  const auto asked = card(R"({"op":"save","grade_form":"percent"})");
  EXPECT_EQ(problems_of(asked), "resend") << boost::json::serialize(asked);
  EXPECT_EQ(asked_by(asked).find("2 grades that the SIS has will be sent again"), 0U)
      << asked_by(asked) << ": 90 of 100 points are 90 percent";
  EXPECT_EQ(asked.at("questions").at(0).at("name"), "resend");
  EXPECT_EQ(asked.at("questions").at(0).at("answers").at(0).at("value"), "yes");
  EXPECT_FALSE(changed);
  EXPECT_FALSE(stored().grading.grade_form);

  const auto saved = card(R"({"op":"save","grade_form":"percent","resend":"yes"})");
  ASSERT_TRUE(saved.at("ok").as_bool()) << boost::json::serialize(saved);
  EXPECT_EQ(stored().grading.grade_form, settings::GradeForm::percent);
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  int due = 0;
  for (const auto& one : records(outbox::Kind::result)) {
    due += outbox::needs_send(one) ? 1 : 0;
  }
  EXPECT_EQ(due, 2) << "as many as were announced";
}

TEST_F(GradingSettings, WhatChangesNoGradeThatTheSisHasIsSavedWithoutAQuestion) {
  take(essay());
  take(score_of("90"));
  EXPECT_TRUE(card(R"({"op":"save","grade_form":"percent"})").at("ok").as_bool())
      << "nothing was sent yet";
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  deliver_everything();
  EXPECT_TRUE(card(R"({"op":"save","grading_period":{"pick":"longest"}})").at("ok").as_bool());
  EXPECT_TRUE(card(R"({"op":"save","grade_form":"points"})").at("ok").as_bool())
      << "90 of 100 points are 90 percent";
}

TEST_F(GradingSettings, ADomainBesideTheOneThatIsChangedCountsNothing) {
  auto half = essay();
  half.facts.points_possible = gradebook::Decimal::from_integer(50);
  take(half);
  take(score_of("40"));
  deliver_everything();
  EXPECT_TRUE(card(R"({"op":"save","grade_form":"percent"})", "south").at("ok").as_bool());
  EXPECT_EQ(problems_of(card(R"({"op":"save","grade_form":"percent"})", "north")), "resend");
}

TEST_F(GradingSettings, AnExceptionOfAClassAsksForItsOwnGrades) {
  take(essay());
  auto score = score_of("90");
  score.facts.objectives = {{"reading", gradebook::Decimal::from_integer(3), {}, {}}};
  take(score);
  take(score_of("80", "bob"));
  deliver_everything();
  const auto asked = of_class(R"({"op":"save","objectives":{"reading":"R1"}})");
  EXPECT_EQ(problems_of(asked), "resend") << boost::json::serialize(asked);
  EXPECT_EQ(asked_by(asked).find("1 grade that the SIS has will be sent again"), 0U)
      << asked_by(asked);
  EXPECT_FALSE(changed);
  EXPECT_EQ(problems_of(of_class(R"({"op":"save","objectives":{},"resend":"no"})")), "resend");
  const auto saved = of_class(R"({"op":"save","objectives":{"reading":"R1"},"resend":"yes"})");
  EXPECT_TRUE(saved.at("ok").as_bool()) << boost::json::serialize(saved);
  EXPECT_TRUE(changed);
}

} // namespace
} // namespace passback::actions
