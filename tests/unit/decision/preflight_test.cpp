#include <gtest/gtest.h>

#include "plugin/decision/digest.hpp"
#include "plugin/decision/preflight.hpp"

namespace passback::decision {
namespace {

using oneroster::Profile;
using settings::CategoryChoice;

oneroster::Endpoint endpoint(oneroster::OneRosterVersion version) {
  oneroster::Endpoint made;
  made.version = version;
  made.rostering_base = made.gradebook_base = "https://sis.example/ims/oneroster/v1p1";
  return made;
}

gradebook::ScoreFacts letter() {
  gradebook::ScoreFacts facts;
  facts.student_sis_id = gradebook::SourcedId("ada");
  facts.text_score = "B+";
  return facts;
}

/// Of a result that is observed like this.
Code missing(const Profile& profile, oneroster::OneRosterVersion version,
             const gradebook::ScoreFacts& score, const gradebook::ActivityFacts& activity = {},
             outbox::Form form = outbox::Form::present, const std::string& time_zone = "UTC") {
  settings::Effective effective;
  effective.connection.emplace().time_zone = time_zone;
  outbox::Record result, line_item;
  result.observed = {1, form, gradebook::to_json(score)};
  line_item.observed = {1, outbox::Form::present, gradebook::to_json(activity)};
  const auto tried = digest_of_observed({profile, effective}, version, result, line_item);
  return tried ? Code::none : tried.error().code;
}

/// What is told first; Code::none = nothing is missing.
Code first_missing(const Profile& profile, const oneroster::Endpoint& at,
                   const gradebook::ActivityFacts& facts, const LineItemPreference& preference,
                   const ClassInSis& in_sis) {
  const auto missing = missing_of_line_item(profile, at, facts, preference, in_sis);
  return missing.empty() ? Code::none : missing.front();
}

TEST(Preflight, KnowsPointsPossibleAndScaleFromTheActivityWhereTheScoreDoesNotSayThem) {
  oneroster::Profile profile;
  profile.oneroster = oneroster::OneRosterVersion::v1p2;
  profile.score_form = oneroster::ScoreForm::percent;
  profile.text_scores = oneroster::TextScores::number;
  profile.scales["letters"].steps = {
      {"A", gradebook::Decimal::from_integer(95), gradebook::Decimal::from_integer(90)}};
  constexpr auto kVersion = oneroster::OneRosterVersion::v1p2;
  gradebook::ScoreFacts points;
  points.student_sis_id = gradebook::SourcedId("s1");
  points.points = gradebook::Decimal::from_integer(8);
  gradebook::ActivityFacts activity;
  EXPECT_NE(missing(profile, kVersion, points, activity), Code::none);
  activity.points_possible = gradebook::Decimal::from_integer(10);
  EXPECT_EQ(missing(profile, kVersion, points, activity), Code::none);
  gradebook::ScoreFacts text = points;
  text.points.reset();
  text.text_score = "A";
  EXPECT_EQ(missing(profile, kVersion, text, activity), Code::scale_missing);
  activity.scale_id = "letters";
  EXPECT_EQ(missing(profile, kVersion, text, activity), Code::none);
}

TEST(Preflight, ALetterCannotGoTo11) {
  Profile profile;
  EXPECT_EQ(missing(profile, oneroster::OneRosterVersion::v1p1, letter()), Code::score_not_number);
  EXPECT_EQ(missing(profile, oneroster::OneRosterVersion::v1p2, letter()), Code::none);
}

TEST(Preflight, AResultIsTriedAsItGoesOnTheSissOwnDay) {
  constexpr auto kForm = outbox::Form::present;
  constexpr auto kVersion = oneroster::OneRosterVersion::v1p2;
  EXPECT_EQ(missing({}, kVersion, letter(), {}, kForm, "America/Denver"), Code::none);
  EXPECT_EQ(missing({}, kVersion, letter(), {}, kForm, "Nowhere"), Code::config)
      << "as the planner would say";
}

TEST(Preflight, AClearedScoreNeedsAProfileThatCanClear) {
  Profile profile;
  profile.clearing = oneroster::Clearing::unsupported;
  const auto cleared = [&] {
    return missing(profile, oneroster::OneRosterVersion::v1p2, letter(), {}, outbox::Form::cleared);
  };
  EXPECT_EQ(cleared(), Code::clear_by_hand);
  profile.clearing = oneroster::Clearing::remove;
  EXPECT_EQ(cleared(), Code::none);
}

TEST(Preflight, TheSchoolIsNotAskedForBecauseDeliveryReadsIt) {
  Profile profile;
  profile.school = oneroster::Need::required;
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  facts.points_possible = gradebook::Decimal::from_integer(10);
  EXPECT_EQ(first_missing(profile, endpoint(oneroster::OneRosterVersion::v1p2), facts,
                          {{CategoryChoice::Kind::none, {}}}, {}),
            Code::none);
}

TEST(Preflight, PeriodsAndCategoriesThatDeliveryLooksForAreNotMissing) {
  Profile profile;
  profile.grading_period = profile.category = oneroster::Need::required;
  const auto at = endpoint(oneroster::OneRosterVersion::v1p2);
  const CategoryChoice nobody_chose{CategoryChoice::Kind::missing, {}};
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  facts.points_possible = gradebook::Decimal::from_integer(10);
  facts.category_title = "Homework";
  EXPECT_EQ(first_missing(profile, at, facts, {nobody_chose}, {}), Code::category_missing);
  profile.category_strategy = oneroster::CategoryStrategy::by_exact_name;
  EXPECT_EQ(first_missing(profile, at, facts, {nobody_chose}, {}), Code::none);
  profile.reads.grading_periods = oneroster::PeriodRoute::none;
  EXPECT_EQ(first_missing(profile, at, facts, {nobody_chose}, {}), Code::grading_period_missing);
}

TEST(Preflight, WhatWasReadOfTheSisStandsInForWhatWillBeRead) {
  Profile profile;
  profile.grading_period = oneroster::Need::required;
  profile.missing_due_date = {oneroster::DueDateFallback::period_end};
  const auto at = endpoint(oneroster::OneRosterVersion::v1p2);
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  LineItemPreference preference{{CategoryChoice::Kind::none, {}}};
  preference.period.day = "2026-09-28";
  EXPECT_EQ(first_missing(profile, at, facts, preference, {}), Code::none) << "it will be read";
  ClassInSis in_sis;
  auto& period = in_sis.periods.emplace().emplace_back();
  period.id = gradebook::SourcedId("q1");
  period.start_date = "2026-08-01";
  EXPECT_EQ(first_missing(profile, at, facts, preference, in_sis), Code::due_date_missing);
  period.end_date = "2026-08-31";
  EXPECT_EQ(first_missing(profile, at, facts, preference, in_sis), Code::due_date_missing)
      << "no period fits, so none ends";
  period.end_date = "2026-10-31";
  EXPECT_EQ(first_missing(profile, at, facts, preference, in_sis), Code::none);
}

TEST(Preflight, EverythingThatIsMissingIsToldAtOnce) {
  Profile profile;
  profile.category = profile.points_possible = oneroster::Need::required;
  profile.missing_due_date = {};
  profile.zero_possible = oneroster::ZeroPossible::refuse;
  const auto at = endpoint(oneroster::OneRosterVersion::v1p2);
  const LineItemPreference nobody_chose{{CategoryChoice::Kind::missing, {}}};
  gradebook::ActivityFacts facts;
  EXPECT_EQ(missing_of_line_item(profile, at, facts, nobody_chose, {}),
            (std::vector{Code::category_missing, Code::points_possible_missing, Code::title_missing,
                         Code::due_date_missing}));
  facts.title = "Essay";
  facts.points_possible = gradebook::Decimal();
  EXPECT_EQ(
      missing_of_line_item(profile, at, facts, nobody_chose, {}),
      (std::vector{Code::category_missing, Code::points_possible_zero, Code::due_date_missing}));
  facts.due_at_unix_ms = 1'800'000'000'000;
  facts.points_possible = gradebook::Decimal::from_integer(10);
  EXPECT_EQ(missing_of_line_item(profile, at, facts, {{CategoryChoice::Kind::none, {}}}, {}),
            (std::vector{Code::category_missing}))
      << "once, though the document says it too";
}

TEST(Preflight, APeriodThatNobodyChoseHidesNothingElseThatIsMissing) {
  Profile profile;
  profile.grading_period = oneroster::Need::required;
  profile.missing_due_date = {oneroster::DueDateFallback::period_end};
  LineItemPreference preference{{CategoryChoice::Kind::none, {}}};
  preference.period.named = gradebook::SourcedId("gone");
  ClassInSis in_sis;
  in_sis.periods.emplace().emplace_back().id = gradebook::SourcedId("q1");
  EXPECT_EQ(missing_of_line_item(profile, endpoint(oneroster::OneRosterVersion::v1p2), {},
                                 preference, in_sis),
            (std::vector{Code::grading_period_not_of_class, Code::title_missing}))
      << "the due date is the end of the period that will be chosen";
}

TEST(Preflight, ADueDateStandsInOnlyWhereItIsTheEndOfAPeriodThatIsStillRead) {
  Profile profile;
  profile.missing_due_date = {oneroster::DueDateFallback::period_end};
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  const LineItemPreference preference{{CategoryChoice::Kind::none, {}}};
  const auto stands_in = [&](const ClassInSis& in_sis) {
    const auto trial = line_item_on_trial(profile, facts, preference, in_sis);
    return trial.lacks.empty() && trial.due_date_stands_in;
  };
  EXPECT_TRUE(stands_in({}));
  ClassInSis read;
  read.periods.emplace();
  EXPECT_FALSE(stands_in(read)) << "nothing more will be known";
  profile.missing_due_date.insert(profile.missing_due_date.begin(),
                                  oneroster::DueDateFallback::made);
  EXPECT_FALSE(stands_in({})) << "the day of the record comes first";
  profile.missing_due_date = {oneroster::DueDateFallback::period_end};
  facts.due_at_unix_ms = 4'102'531'199'000; // the end of 2100-01-01
  EXPECT_FALSE(stands_in({})) << "somebody gave it";
}

TEST(Preflight, BlankSaysNothingAndZeroDoes) {
  const oneroster::Profile profile;
  gradebook::ScoreFacts facts;
  EXPECT_FALSE(says_something(facts, &profile));
  EXPECT_FALSE(says_something(facts, nullptr));
  facts.points = gradebook::Decimal();
  EXPECT_TRUE(says_something(facts, &profile));
}

TEST(Preflight, HandedInSaysSomethingWhereTheSisHasAWordForIt) {
  gradebook::ScoreFacts facts;
  facts.flags.submitted = true;
  oneroster::Profile profile;
  EXPECT_TRUE(says_something(facts, &profile));
  EXPECT_TRUE(says_something(facts, nullptr)) << "the profile that decides is not installed";
  profile.statuses.handed_in = profile.statuses.blank;
  EXPECT_FALSE(says_something(facts, &profile));
  profile.statuses.handed_in = "submitted";
  profile.clearing = oneroster::Clearing::remove;
  EXPECT_FALSE(says_something(facts, &profile)) << "this SIS keeps no result without a score";
}

TEST(Preflight, MissingAndExemptSaySomethingWithoutAScore) {
  gradebook::ScoreFacts missing, exempt;
  missing.flags.missing = true;
  exempt.flags.exempt = true;
  const oneroster::Profile profile;
  EXPECT_TRUE(says_something(missing, &profile));
  EXPECT_TRUE(says_something(exempt, &profile));
}

} // namespace
} // namespace passback::decision
