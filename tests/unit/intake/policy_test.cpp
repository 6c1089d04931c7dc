#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::State;

TEST_F(IntakeTest, WhereSyncIsOffNothingIsStored) {
  district.allow_grades = false;
  save(district);
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::off);
  EXPECT_EQ(outcome.reason, Code::sync_off);
  EXPECT_EQ(outcome.seq, 0);
  take(essay());
  EXPECT_TRUE(records(Kind::result).empty());
  EXPECT_TRUE(records(Kind::line_item).empty());
}

TEST_F(IntakeTest, WithoutAConnectionTheReasonSaysSo) {
  district.connection.reset();
  save(district);
  EXPECT_EQ(take(score_of("90")).reason, Code::not_configured);
}

TEST_F(IntakeTest, AnExcludedSchoolIsExcludedAndAnotherIsNot) {
  district.excluded_domains = {gradebook::DomainId("north")};
  save(district);
  const auto outcome = take(score_of("90"));
  EXPECT_EQ(outcome.disposition, Disposition::excluded);
  EXPECT_EQ(outcome.reason, Code::domain_excluded);
  auto south = score_of("90");
  south.origin.domain_id = gradebook::DomainId("south");
  south.origin.class_id = gradebook::ClassId("biology");
  EXPECT_NE(take(south).disposition, Disposition::excluded);
}

TEST_F(IntakeTest, AnExcludedActivityIsExcluded) {
  settings::ClassSettings of_class;
  of_class.excluded_activities = {gradebook::ActivityId("essay")};
  save(of_class);
  EXPECT_EQ(take(score_of("90")).reason, Code::activity_excluded);
}

TEST_F(IntakeTest, SwitchingOffTakesKnownRecordsOutOfTheQueueAndLosesNothing) {
  take(essay());
  take(score_of("90"));
  district.allow_grades = false;
  save(district);
  EXPECT_EQ(take(score_of("95")).disposition, Disposition::off);
  EXPECT_EQ(result().state, State::off);
  EXPECT_EQ(result().observed.facts, kept(score_of("95").facts));
}

TEST_F(IntakeTest, InManualModeAScoreWaitsForAPerson) {
  district.send_automatically = false;
  save(district);
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::stored);
  EXPECT_EQ(result().state, State::manual);
  EXPECT_EQ(result().released.form, Form::none);
  EXPECT_EQ(line_item().state, State::settled);
  EXPECT_EQ(line_item().released.form, Form::none);
}

TEST_F(IntakeTest, AClassMayStayManualInAnAutomaticDomain) {
  settings::ClassSettings of_class;
  of_class.send_automatically = false;
  save(of_class);
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::stored);
}

TEST_F(IntakeTest, TheHostIsAskedOnceWhereADomainStands) {
  take(essay());
  take(score_of("90"));
  take(score_of("91", "bob"));
  EXPECT_EQ(tree.asked, 1);
}

TEST_F(IntakeTest, AHostThatDoesNotSayWhereADomainStandsGetsAnErrorAndNothingIsStored) {
  tree.silent = true;
  const auto outcome = intake->score(score_of("90"), kDeadline);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, Code::host_no_reply);
  EXPECT_TRUE(records(Kind::result).empty());
}

TEST_F(IntakeTest, ASchoolsOwnSettingsCountAboveTheDistricts) {
  settings::DomainSettings north;
  north.send_automatically = false;
  save(north, "north");
  take(essay());
  EXPECT_EQ(take(score_of("90")).disposition, Disposition::stored);
}

TEST_F(IntakeTest, AnSisTypeThatIsNotInstalledMakesGradesWait) {
  district.connection->profile = "acme";
  save(district);
  EXPECT_EQ(take(score_of("90")).reason, Code::profile_missing);
}

} // namespace
} // namespace passback::intake
