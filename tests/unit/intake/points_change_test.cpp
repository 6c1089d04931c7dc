// Points possible that change after grades went to the SIS: a person is asked, also where grades go
// by themselves.
#include "plugin/decision/points_change.hpp"
#include "plugin/intake/send_by_person.hpp"
#include "tests/unit/intake/intake_fixture.hpp"

namespace passback::intake {
namespace {

using gradebook::Decimal;
using outbox::Kind;
using outbox::State;

class PointsChange : public IntakeTest {
 protected:
  static ActivityEvent essay_of(int points) {
    auto event = essay();
    event.facts.points_possible = Decimal::from_integer(points);
    return event;
  }
  /// Three students have 6, 6 and 9 of 10.
  void sis_has_three() {
    take(essay_of(10));
    take(score_of("6", "ada"));
    take(score_of("6", "grace"));
    take(score_of("9", "mary"));
    deliver_everything();
    ASSERT_EQ(line_item().state, State::settled);
  }
  void reconsider_everything() {
    const auto left = intake->reconsider(kDeadline);
    ASSERT_TRUE(left.ok() && !*left);
  }
  std::optional<decision::PointsChange> change() {
    std::optional<decision::PointsChange> found;
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      const auto view = work.open_class_of(line_item());
      const auto changed = decision::points_change(work, *view, line_item());
      EXPECT_TRUE(changed.ok());
      found = *changed;
      return ok_status();
    });
    return found;
  }
  void go() {
    commit([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      PersonalSend send;
      send.record_id = line_item().id;
      send.user = "teacher";
      const auto sent = send_by_person(work, gradebook::ClassId("algebra"), send);
      EXPECT_TRUE(sent.ok() && sent->answer == SendAnswer::released);
      return ok_status();
    });
  }
};

TEST_F(PointsChange, IsAskedAboutWithWhatBecomesOfTheStudents) {
  sis_has_three();
  EXPECT_EQ(take(essay_of(100)).reason, Code::points_asked);
  EXPECT_TRUE(decision::waits_for_points_answer(line_item()));
  const auto changed = change();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->from.to_string(), "10");
  EXPECT_EQ(changed->to.to_string(), "100");
  EXPECT_EQ(changed->fall.students, 3);
  EXPECT_EQ(changed->fall.furthest_percent, 6);
  EXPECT_FALSE(changed->fall.all_alike);
  EXPECT_EQ(changed->rise.students, 0);
}

TEST_F(PointsChange, BeforeAGradeIsThereNothingIsAsked) {
  take(essay_of(10));
  take(essay_of(20));
  EXPECT_EQ(line_item().code, Code::none);
  take(score_of("6"));
  take(essay_of(100));
  EXPECT_NE(line_item().code, Code::points_asked) << "nothing was confirmed yet";
}

TEST_F(PointsChange, AnotherTitleIsNotAskedAbout) {
  sis_has_three();
  auto renamed = essay_of(10);
  renamed.facts.title = "Essay, again";
  take(renamed);
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(PointsChange, UntilItIsAnsweredGradesOfTheActivityWaitAndAfterItAllGo) {
  sis_has_three();
  take(essay_of(100));
  EXPECT_EQ(take(score_of("60", "ada")).reason, Code::points_asked);
  reconsider_everything();
  deliver_everything();
  EXPECT_EQ(line_item().confirmed.facts.activity()->points_possible, Decimal::from_integer(10));
  go();
  EXPECT_EQ(line_item().state, State::ready);
  reconsider_everything();
  EXPECT_EQ(records(Kind::result).front().state, State::waiting_parent) << "the activity first";
  deliver_everything();
  EXPECT_EQ(line_item().confirmed.facts.activity()->points_possible, Decimal::from_integer(100));
  for (const auto& one : records(Kind::result)) {
    EXPECT_NE(one.code, Code::points_asked);
  }
  EXPECT_EQ(records(Kind::result).front().confirmed.facts.score()->points,
            Decimal::from_integer(60));
}

TEST_F(PointsChange, BackAsTheyWereThePointsAreNotAskedAboutAnyMore) {
  sis_has_three();
  take(essay_of(100));
  take(score_of("7", "ada"));
  take(essay_of(10));
  reconsider_everything();
  EXPECT_EQ(line_item().state, State::settled);
  deliver_everything();
  EXPECT_EQ(records(Kind::result).front().confirmed.facts.score()->points,
            Decimal::from_integer(7));
}

TEST_F(PointsChange, WhereNobodyFallsNothingIsAsked) {
  sis_has_three();
  take(essay_of(8));
  EXPECT_EQ(line_item().state, State::ready) << "6 of 8 is more than 6 of 10";
  EXPECT_FALSE(change());
}

TEST_F(PointsChange, WhoRisesIsCountedBesideThoseWhoFall) {
  sis_has_three();
  take(essay_of(20));
  take(score_of("20", "mary"));
  const auto changed = change();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->fall.students, 2);
  EXPECT_EQ(changed->rise.students, 1);
  EXPECT_EQ(changed->rise.furthest_percent, 100);
}

TEST_F(PointsChange, CorrectedTogetherWithAllScoresTheyGoByThemselves) {
  sis_has_three();
  EXPECT_EQ(take(essay_of(20)).reason, Code::points_asked);
  take(score_of("12", "ada"));
  EXPECT_EQ(take(score_of("12", "grace")).reason, Code::points_asked);
  reconsider_everything();
  EXPECT_EQ(line_item().code, Code::points_asked) << "Mary has 9 of 20 still";
  take(score_of("18", "mary"));
  reconsider_everything();
  EXPECT_EQ(line_item().state, State::ready);
  deliver_everything();
  EXPECT_EQ(line_item().confirmed.facts.activity()->points_possible, Decimal::from_integer(20));
  for (const auto& one : records(Kind::result)) {
    EXPECT_EQ(one.state, State::settled);
    EXPECT_TRUE(outbox::same_for_sis(Kind::result, one.observed, one.confirmed));
  }
}

TEST_F(PointsChange, WhereAPersonSendsItWaitsForHerSendAsEver) {
  sis_has_three();
  district.send_automatically = false;
  save(district);
  take(essay_of(100));
  EXPECT_EQ(line_item().state, State::manual);
  EXPECT_EQ(line_item().code, Code::none);
}

} // namespace
} // namespace passback::intake
