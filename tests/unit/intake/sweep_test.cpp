// The sweep: what is asked for next, what of a page is stored, and what stays to be looked at.
#include "intake_fixture.hpp"
#include "plugin/intake/sweep.hpp"

namespace passback::intake {
namespace {

using outbox::Kind;
using outbox::State;
using outbox::SweepOf;

ListedClass listed(const std::string& id, std::int64_t scores = -1,
                   const std::string& domain = "north") {
  return {gradebook::ClassId(id), gradebook::SchoolYear("2026"), gradebook::DomainId(domain),
          scores};
}

SweepRequest of_domain(const std::string& id) {
  return {gradebook::DomainId(id), {}, {}};
}
SweepRequest of_class(const std::string& id) {
  return {{}, gradebook::ClassId(id), gradebook::SchoolYear("2026")};
}

class SweepTest : public IntakeTest {
 protected:
  void ask(const SweepRequest& request) { ASSERT_TRUE(intake->sweep(request, kDeadline).ok()); }
  std::optional<SweepQuestion> next() {
    auto question = intake->next_sweep_page(kDeadline);
    EXPECT_TRUE(question.ok()) << question.error().detail;
    return question ? *question : std::nullopt;
  }
  /// What is asked for now: "classes ID AFTER" or "class ID AFTER", or "nothing".
  std::string next_words() {
    const auto question = next();
    last = question.value_or(SweepQuestion{});
    return !question ? "nothing"
                     : (question->of == SweepOf::domain ? "classes " : "class ") + question->id +
                           " " + question->after;
  }
  void answer(SweepPage page) {
    const auto taken = intake->take_sweep_page(last, std::move(page), kDeadline);
    ASSERT_TRUE(taken.ok()) << taken.error().detail;
  }
  std::optional<NotLookedAt> left(const std::string& class_id = "algebra") {
    std::optional<NotLookedAt> found;
    const auto read = store->intake().read([&](outbox::Transaction& transaction) -> Status {
      UnitOfWork work(transaction, profiles, nullptr, gradebook::DomainId("district"),
                      clock.unix_ms());
      work.accept_unknown_domains();
      Origin where = origin();
      where.class_id = gradebook::ClassId(class_id);
      auto view = work.open_class(where);
      if (!view) {
        return view.error();
      }
      auto answer = not_looked_at(work, *view);
      if (!answer) {
        return answer.error();
      }
      found = *answer;
      return ok_status();
    });
    EXPECT_TRUE(read.ok()) << read.error().detail;
    return found;
  }
  std::int64_t seq_now() {
    std::int64_t seq = 0;
    commit([&](outbox::Transaction& transaction) {
      auto given = transaction.next_seq();
      seq = given ? *given : -1;
      return ok_status();
    });
    return seq;
  }
  void enrol(const std::string& sis_id, const std::string& sis_class) {
    EnrolmentEvent event;
    event.origin = origin();
    event.user_id = "ada";
    event.user_sis_id = gradebook::SourcedId(sis_id);
    event.class_sis_id = gradebook::SourcedId(sis_class);
    ASSERT_TRUE(intake->enrolment(event, kDeadline).ok());
  }
  /// "PERSON in CLASS", as the SIS knows them.
  std::string ada_at_the_sis() {
    std::string words;
    commit([&](outbox::Transaction& transaction) -> Status {
      const auto row = *transaction.enrolment(gradebook::ClassId("algebra"),
                                              gradebook::SchoolYear("2026"), "ada");
      words = row ? row->user_sis_id.value + " in " + row->class_sis_id.value : "nobody";
      return ok_status();
    });
    return words;
  }
  void link(const std::string& sis_class) {
    ClassEvent event;
    event.origin = origin();
    event.facts.class_sis_id = gradebook::SourcedId(sis_class);
    ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  }
  static SweepPage page_of(std::vector<ScoreEvent> scores, const std::string& next = "") {
    SweepPage page;
    page.activities = {essay()};
    page.scores = std::move(scores);
    page.next = next;
    return page;
  }

  SweepQuestion last;
};

TEST_F(SweepTest, ATeacherOfThePilotBringsTheClassIntoItAndItsGradesAreLookedFor) {
  district.sending.on_for = settings::OnFor{false, {}, {}, {"ms-hill"}};
  save(district);
  ClassEvent algebra;
  algebra.origin = origin();
  ASSERT_TRUE(intake->lms_class(algebra, kDeadline).ok());
  EXPECT_EQ(next_words(), "nothing");
  EnrolmentEvent teacher;
  teacher.origin = origin();
  teacher.user_id = "mr-low";
  teacher.role = Role::teacher;
  ASSERT_TRUE(intake->enrolment(teacher, kDeadline).ok());
  EXPECT_EQ(next_words(), "nothing") << "he is not in the pilot";
  teacher.user_id = "ms-hill";
  ASSERT_TRUE(intake->enrolment(teacher, kDeadline).ok());
  EXPECT_EQ(next_words(), "class algebra ");
  answer({});
  ASSERT_TRUE(intake->enrolment(teacher, kDeadline).ok());
  EXPECT_EQ(next_words(), "nothing") << "she was there before";
}

TEST_F(SweepTest, ListsTheClassesOfADomainAndThenReadsEach) {
  ask(of_domain("north"));
  EXPECT_EQ(next_words(), "classes north ");
  answer({.classes = {listed("algebra", 2)}, .next = "algebra"});
  EXPECT_EQ(next_words(), "classes north algebra");
  answer({.classes = {listed("biology", 1)}});
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("80")}, "ada"));
  EXPECT_EQ(next_words(), "class algebra ada");
  answer(page_of({score_of("70", "ben")}));
  EXPECT_EQ(next_words(), "class biology ");
  answer({});
  EXPECT_EQ(next_words(), "nothing");
  EXPECT_EQ(records(Kind::result).size(), 2U);
}

TEST_F(SweepTest, AClassThatWasAskedForByItselfComesBeforeAWholeDomain) {
  ask(of_domain("north"));
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  EXPECT_EQ(next_words(), "classes north ");
}

TEST_F(SweepTest, APageThatIsOutIsNotAskedForTwiceAndAfterACrashFromWhereItWas) {
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("80")}, "ada"));
  EXPECT_EQ(next_words(), "class algebra ada");
  EXPECT_EQ(next_words(), "nothing");
  clock.now_ms += 5'001; // the process that had it is gone
  EXPECT_EQ(next_words(), "class algebra ada");
}

TEST_F(SweepTest, ALatePageOfWhatWasAskedForAnewDoesNotMoveIt) {
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  ask(of_class("algebra"));
  answer(page_of({score_of("80")}, "ada"));
  EXPECT_EQ(next_words(), "class algebra ");
}

TEST_F(SweepTest, WhatCannotBeReadIsAskedForLaterEachTimeAndHoldsNothingElseUp) {
  ask(of_class("algebra"));
  ask(of_class("biology"));
  EXPECT_EQ(next_words(), "class algebra ");
  ASSERT_TRUE(intake->postpone_sweep(last, kDeadline).ok());
  EXPECT_EQ(next_words(), "class biology ");
  answer({});
  EXPECT_EQ(next_words(), "nothing");
  clock.now_ms += 5'001;
  EXPECT_EQ(next_words(), "class algebra ");
  ASSERT_TRUE(intake->postpone_sweep(last, kDeadline).ok());
  clock.now_ms += 5'001;
  EXPECT_EQ(next_words(), "nothing");
  clock.now_ms += 5'001;
  EXPECT_EQ(next_words(), "class algebra ");
}

TEST_F(SweepTest, ClassesWhereNothingMayGoAreNotRead) {
  take(essay()); // the place of its domain is known since
  district.excluded_domains = {gradebook::DomainId("north")};
  save(district);
  ask(of_domain(""));
  EXPECT_EQ(next_words(), "classes  ");
  answer({.classes = {listed("algebra"), listed("chemistry", 1, "south")}});
  EXPECT_EQ(next_words(), "class chemistry ");
  ask(of_class("algebra"));
  commit([&](outbox::Transaction& transaction) {
    outbox::ClassRow row;
    row.class_id = gradebook::ClassId("algebra");
    row.school_year = gradebook::SchoolYear("2026");
    row.domain_id = gradebook::DomainId("north");
    return transaction.put_class(row);
  });
  EXPECT_EQ(next_words(), "nothing");
}

TEST_F(SweepTest, AClassThatIsEmptyThereAndHereIsNotRead) {
  take(essay());
  ask(of_domain("district"));
  EXPECT_EQ(next_words(), "classes district ");
  answer({.classes = {listed("biology", 0), listed("algebra", 0)}});
  EXPECT_EQ(next_words(), "class algebra ") << "its activity is known here";
  answer({});
  EXPECT_EQ(next_words(), "nothing");
}

TEST_F(SweepTest, WhatWasGradedWhileSyncWasOffIsFoundInThePageAndGoes) {
  district.allow_grades = false;
  save(district);
  EXPECT_EQ(take(essay()).disposition, Disposition::off);
  EXPECT_EQ(take(score_of("80")).disposition, Disposition::off);
  EXPECT_TRUE(records(Kind::result).empty());
  district.allow_grades = true;
  save(district);
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("80")}));
  EXPECT_EQ(result().state, State::waiting_parent);
  EXPECT_EQ(line_item().state, State::ready);
}

TEST_F(SweepTest, WhatIsAsItWasObservedCostsNoWrite) {
  take(essay());
  take(score_of("80"));
  deliver_everything();
  const auto before = result();
  clock.now_ms += 1'000;
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  const auto seq = seq_now();
  answer(page_of({score_of("80")}));
  EXPECT_EQ(seq_now(), seq + 1) << "a fact was stored again";
  EXPECT_EQ(result().observed.seq, before.observed.seq);
  EXPECT_EQ(result().updated_unix_ms, before.updated_unix_ms);
}

TEST_F(SweepTest, WhatChangedUnheardIsStored) {
  take(essay());
  take(score_of("80"));
  deliver_everything();
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("85")}));
  EXPECT_EQ(result().state, State::ready);
  EXPECT_NE(result().released.facts.text().find("85"), std::string::npos);
}

TEST_F(SweepTest, WhatIsReleasedOrPublishedUnheardGoes) {
  auto hidden = essay();
  hidden.facts.published = false;
  take(hidden);
  auto unreleased = score_of("80");
  unreleased.facts.flags.released = false;
  take(unreleased);
  EXPECT_EQ(result().state, State::held);
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("80")}));
  EXPECT_TRUE(intake->reconsider(kDeadline).ok());
  EXPECT_EQ(result().state, State::waiting_parent);
}

TEST_F(SweepTest, AnEventThatCameWhileThePageWasOnItsWayWins) {
  take(essay());
  take(score_of("80"));
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  take(score_of("95"));
  auto renamed = essay();
  renamed.facts.title = "Essay, second draft";
  take(renamed);
  answer(page_of({score_of("80"), score_of("60", "ben")}));
  for (const auto& record : records(Kind::result)) {
    const bool ada = record.key.student_id.value == "ada";
    EXPECT_NE(record.observed.facts.text().find(ada ? "95" : "60"), std::string::npos)
        << record.observed.facts;
  }
  EXPECT_NE(line_item().observed.facts.text().find("second draft"), std::string::npos);
}

TEST_F(SweepTest, AnEnrolmentThatWasCorrectedWhileThePageWasOnItsWayStaysCorrected) {
  take(essay());
  enrol("sis-ada", "sis-algebra");
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  enrol("sis-eve", "sis-algebra-2");
  answer(page_of({score_of("80")}));
  EXPECT_EQ(ada_at_the_sis(), "sis-eve in sis-algebra-2");
  EXPECT_EQ(result().key.sis_class_id.value, "sis-algebra-2");
  EXPECT_NE(result().observed.facts.text().find("80"), std::string::npos)
      << "the score itself is news";

  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("81")}));
  EXPECT_EQ(ada_at_the_sis(), "sis-ada in sis-algebra") << "the newest word counts";
}

TEST_F(SweepTest, APageFromBeforeAClassWasLinkedAnewBringsNothingBackToTheWrongOne) {
  link("sis-algebra");
  take(essay());
  take(score_of("80"));
  deliver_everything();
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  link("sis-geometry");
  deliver_everything();
  answer(page_of({score_of("80")}));
  for (const auto& item : records(Kind::line_item)) {
    const bool wrong = item.key.sis_class_id.value == "sis-algebra";
    EXPECT_EQ(item.state, wrong ? State::withdrawn : State::settled) << item.key.sis_class_id.value;
    EXPECT_EQ(item.observed.form, wrong ? outbox::Form::absent : outbox::Form::present);
  }
  EXPECT_EQ(records(Kind::line_item).size(), 2U);
}

TEST_F(SweepTest, ACellThatWasEmptiedWhileThePageWasOnItsWayStaysEmpty) {
  take(essay());
  take(score_of(""));
  EXPECT_TRUE(records(Kind::result).empty());
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  take(score_of(""));
  answer(page_of({score_of("80")}));
  EXPECT_EQ(result().observed.form, outbox::Form::cleared);
  EXPECT_NE(result().released.form, outbox::Form::present);
}

TEST_F(SweepTest, AHigherRevisionOfTheSameFactsTurnsAnOlderEventAway) {
  auto known = score_of("90");
  known.origin.host_rev = 5;
  take(essay());
  take(known);
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  auto back = score_of("90");
  back.origin.host_rev = 7;
  answer(page_of({back}));
  auto late = score_of("40");
  late.origin.host_rev = 6;
  EXPECT_EQ(take(late).disposition, Disposition::superseded);
}

TEST_F(SweepTest, BlankCellsAndDeletedActivitiesThatNobodyKnewNeedNoRow) {
  ask(of_class("algebra"));
  EXPECT_EQ(next_words(), "class algebra ");
  auto blank = score_of("");
  blank.origin.host_rev = 3;
  auto deleted = essay();
  deleted.withdrawn = true;
  SweepPage page;
  page.activities = {deleted};
  page.scores = {blank};
  answer(std::move(page));
  EXPECT_TRUE(records(Kind::result).empty());
  EXPECT_TRUE(records(Kind::line_item).empty());
}

TEST_F(SweepTest, ARestoredHostIsReadAnewAndANewOneIsNot) {
  auto activity = essay();
  activity.origin.host_epoch = 3;
  take(activity);
  EXPECT_EQ(next_words(), "nothing");
  auto older = score_of("70");
  older.origin.host_epoch = 2;
  take(older);
  EXPECT_EQ(next_words(), "nothing");
  auto restored = score_of("60");
  restored.origin.host_epoch = 4;
  take(restored);
  EXPECT_EQ(next_words(), "classes  ");
  answer({});
  take(restored);
  EXPECT_EQ(next_words(), "nothing");
}

TEST_F(SweepTest, AHostThatHadNoEpochIsReadAnewWhenItGetsOne) {
  take(essay());
  auto restored = score_of("60");
  restored.origin.host_epoch = 1;
  take(restored);
  EXPECT_EQ(next_words(), "classes  ");
}

TEST_F(SweepTest, AClassThatMovesToAnotherDomainIsReadAnew) {
  ClassEvent event;
  event.origin = origin();
  ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  EXPECT_EQ(next_words(), "nothing");
  event.origin.domain_id = gradebook::DomainId("south");
  ASSERT_TRUE(intake->lms_class(event, kDeadline).ok());
  EXPECT_EQ(next_words(), "class algebra ");
}

TEST_F(SweepTest, SaysOfAClassHowManyScoresAreStillToBeLookedAt) {
  take(essay());
  EXPECT_FALSE(left());
  ask(of_domain("district"));
  ASSERT_TRUE(left()) << "a listing of a domain above is still to come";
  EXPECT_FALSE(left()->scores);
  EXPECT_EQ(next_words(), "classes district ");
  answer({.classes = {listed("algebra", 3), listed("biology", 7)}});
  ASSERT_TRUE(left());
  EXPECT_EQ(left()->scores, 3);
  EXPECT_EQ(left()->why, Code::not_looked_at);
  EXPECT_EQ(next_words(), "class algebra ");
  answer(page_of({score_of("80")}, "ada"));
  EXPECT_EQ(left()->scores, 2);
  EXPECT_EQ(next_words(), "class algebra ada");
  answer(page_of({score_of("70", "ben"), score_of("60", "eve")}));
  EXPECT_FALSE(left());
  EXPECT_TRUE(left("biology"));
}

TEST_F(SweepTest, SaysOnceThatAHostDoesNotListItsGradebook) {
  take(essay());
  ask(of_class("algebra"));
  commit(note_not_listed);
  ASSERT_TRUE(left());
  EXPECT_EQ(left()->why, Code::not_listed);
  const auto told = [&] {
    bool answer = false;
    commit([&](outbox::Transaction& transaction) {
      const auto state = sweep_state(transaction);
      answer = state && state->told;
      return ok_status();
    });
    return answer;
  };
  EXPECT_TRUE(told());
  ask(of_class("biology"));
  EXPECT_FALSE(told()) << "nobody has heard of biology";
  EXPECT_EQ(next_words(), "class algebra ");
  answer({});
  EXPECT_EQ(left("biology")->why, Code::not_looked_at) << "it does now";
}

TEST(WhatOpensMore, OfADomain) {
  settings::DomainSettings off;
  off.allow_grades = false;
  settings::DomainSettings on;
  on.allow_grades = true;
  settings::DomainSettings inherited;
  EXPECT_TRUE(opens_more(off, on));
  EXPECT_TRUE(opens_more(inherited, on));
  EXPECT_TRUE(opens_more(off, inherited));
  EXPECT_FALSE(opens_more(on, off));
  EXPECT_FALSE(opens_more(on, on));

  settings::DomainSettings excluding = on;
  excluding.excluded_domains = {gradebook::DomainId("north")};
  EXPECT_TRUE(opens_more(excluding, on));
  EXPECT_FALSE(opens_more(on, excluding));

  settings::DomainSettings connected = on;
  connected.connection.emplace().id = "one";
  settings::DomainSettings elsewhere = connected;
  elsewhere.connection->generation = 2;
  EXPECT_TRUE(opens_more(on, connected));
  EXPECT_TRUE(opens_more(connected, elsewhere));
  EXPECT_TRUE(opens_more(connected, on)) << "the connection of a domain above holds now";
  settings::DomainSettings renamed = connected;
  renamed.connection->sis_name = "Another name";
  EXPECT_FALSE(opens_more(connected, renamed));
}

TEST(WhatOpensMore, OfAClass) {
  settings::ClassSettings all;
  settings::ClassSettings without;
  without.excluded_activities = {gradebook::ActivityId("essay")};
  EXPECT_TRUE(opens_more(without, all));
  EXPECT_FALSE(opens_more(all, without));
  EXPECT_FALSE(opens_more(without, without));
}

} // namespace
} // namespace passback::intake
