// The planner and the settlement, over a real outbox.
#include <set>

#include "plugin/delivery/ids_before.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/mark.hpp"
#include "tests/unit/delivery/planner_fixture.hpp"

namespace passback::delivery {
namespace {

class PlannerTest : public PlannerFixture {};

TEST_F(PlannerTest, CommitsSentUnderItsEpochBeforeAnythingLeaves) {
  const auto id = line_item("a");
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].request_id, "request-1");
  const auto stored = record(id);
  EXPECT_EQ(stored.state, State::sending);
  EXPECT_EQ(stored.sent.request_id, "request-1");
  EXPECT_EQ(stored.sent.epoch, epoch);
  EXPECT_TRUE(stored.in_doubt);
  EXPECT_TRUE(plan_round(4).requests.empty()) << "one request per record at a time";
}

TEST_F(PlannerTest, CountsARoundInWhichSomethingLeavesAndNoOther) {
  const auto sendings = [this] {
    std::int64_t counted = 0;
    commit([&](Transaction& transaction) -> Status {
      counted = outbox::mark_of(transaction)->sendings;
      return ok_status();
    });
    return counted;
  };
  plan_round(4);
  EXPECT_EQ(sendings(), 0) << "nothing was due";
  line_item("a");
  line_item("b");
  EXPECT_EQ(plan_round(4).requests.size(), 2u);
  EXPECT_EQ(sendings(), 1);
  plan_round(4);
  EXPECT_EQ(sendings(), 1) << "both are on their way";
}

TEST_F(PlannerTest, ServesClassesInTurnSoThatABigOneHoldsNobodyUp) {
  for (int i = 0; i < 20; ++i) {
    line_item("big", "activity-" + std::to_string(i));
  }
  line_item("small-1");
  line_item("small-2");
  std::set<std::string> classes;
  for (const auto& one : plan_round(6).requests) {
    classes.insert(one.sis_class_id.value);
  }
  EXPECT_EQ(classes, (std::set<std::string>{"sis-big", "sis-small-1", "sis-small-2"}));
  EXPECT_EQ(plan_round(100).requests.size(), 16u) << "and the rest when there is room";
}

TEST_F(PlannerTest, AsksAtTheLastMomentWhoTheStudentIsAtTheSis) {
  const auto parent = line_item("a");
  auto round = plan_round(1);
  settle_round(round.requests.at(0), exchange::RequestStatus::confirmed);
  const auto id = result_of(parent, "a", "ada", true);
  enrol("a", "ada", "sis-eve");
  round = plan_round(1);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(std::get<oneroster::ResultInput>(round.requests[0].content).student_id.value,
            "sis-eve");
  settle_round(round.requests[0], exchange::RequestStatus::confirmed);
  EXPECT_EQ(outbox::holder_of(record(id)).value, "sis-eve");
}

TEST_F(PlannerTest, SendsNothingToAStudentWhoIsAnotherOneBeforeTheRecordHasMoved) {
  const auto parent = line_item("a");
  auto round = plan_round(1);
  settle_round(round.requests.at(0), exchange::RequestStatus::confirmed);
  const auto id = result_of(parent, "a", "ada", true);
  enrol("a", "ada", "sis-ada");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(id);
    outbox::observe(row, Form::present, R"({"points":"9"})", *transaction.next_seq(), 0, 0);
    outbox::release(row);
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  enrol("a", "ada", "sis-eve");
  EXPECT_TRUE(plan_round(1).requests.empty());
  EXPECT_EQ(record(id).state, State::ready);
  EXPECT_GT(record(id).next_attempt_unix_ms, kNow);
}

TEST_F(PlannerTest, SendsByTheSettingsOfTheStudentsSchoolAlsoFromAClassOfAnother) {
  const auto tell = [&](const std::string& domain_of_student) {
    commit([&](Transaction& transaction) -> Status {
      outbox::ClassRow of_class;
      of_class.class_id.value = "a";
      of_class.school_year.value = "2026";
      of_class.domain_id.value = "elsewhere"; // where nothing is set up
      EXPECT_TRUE(transaction.put_class(of_class).ok());
      outbox::EnrolmentRow student;
      student.class_id = of_class.class_id;
      student.school_year = of_class.school_year;
      student.user_id = "ada";
      student.user_sis_id.value = "sis-ada";
      student.domain_id.value = domain_of_student;
      return transaction.put_enrolment(student);
    });
  };
  const auto parent = line_item("a");
  tell("district");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  const auto id = result_of(parent, "a", "ada", true);
  EXPECT_EQ(plan_round(1).requests.at(0).record_id, id);
  const auto other = result_of(parent, "a", "bob", true);
  EXPECT_TRUE(plan_round(1).requests.empty());
  EXPECT_EQ(record(other).state, State::off) << "bob is of the class's own school";
}

TEST_F(PlannerTest, ServesFirstWhomAPersonWaitsFor) {
  for (int i = 0; i < 5; ++i) {
    line_item("a", "activity-" + std::to_string(i));
  }
  const auto urgent = line_item("z", "asked-for", 1);
  const auto round = plan_round(1);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].record_id, urgent);
}

TEST_F(PlannerTest, SendsParentsFirstAndFreesTheChildrenWhenTheParentIsConfirmed) {
  const auto parent = line_item("a");
  const auto child = result_of(parent, "a", "s1");
  EXPECT_EQ(record(child).state, State::waiting_parent);
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(settle_round(round.requests[0], exchange::RequestStatus::confirmed).confirmed, 1);
  EXPECT_EQ(record(parent).state, State::settled);
  EXPECT_EQ(record(child).state, State::ready);
  const auto next = plan_round(4);
  ASSERT_EQ(next.requests.size(), 1u);
  EXPECT_EQ(next.requests[0].record_id, child);
  EXPECT_EQ(next.requests[0].parent_wire_id.value, "li-aessay");
}

/// A line item that the SIS had, and a result that was told that it is not there.
class MissedLineItem : public PlannerFixture {
 protected:
  void SetUp() override {
    PlannerFixture::SetUp();
    parent = line_item("a");
    child = result_of(parent, "a", "s1");
    settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
    now += 60 * 60'000;
    settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::line_item_gone,
                 Code::line_item_gone, 404);
  }
  /// The next thing that leaves is a look at the line item, and this is what it finds.
  void look(exchange::RequestStatus status) {
    now = record(parent).next_attempt_unix_ms;
    const auto round = plan_round(4);
    ASSERT_EQ(round.requests.size(), 1u) << "the result waits";
    EXPECT_EQ(round.requests[0].record_id, parent);
    EXPECT_EQ(round.requests[0].write, exchange::Write::look);
    const bool gone = status == exchange::RequestStatus::line_item_gone;
    settle_round(round.requests[0], status, gone ? Code::line_item_gone : Code::none,
                 gone ? 404 : 0);
  }

  std::int64_t parent = 0, child = 0;
};

TEST_F(MissedLineItem, IsLookedAtBeforeItIsBelievedToBeGoneAndItsResultsWait) {
  EXPECT_EQ(record(parent).state, State::ready);
  EXPECT_EQ(record(parent).code, Code::missed);
  EXPECT_EQ(record(child).state, State::waiting_parent);
  EXPECT_FALSE(record(child).in_doubt);
  for (int looked = 0; looked < 10 && record(parent).state == State::ready; ++looked) {
    look(exchange::RequestStatus::line_item_gone);
  }
  EXPECT_EQ(record(parent).state, State::unlinked);
  EXPECT_EQ(record(parent).code, Code::line_item_gone);
  EXPECT_EQ(record(parent).http_status, 404);
  EXPECT_FALSE(record(parent).in_doubt);
  EXPECT_GT(record(parent).next_attempt_unix_ms, now) << "it is looked for once more";
  EXPECT_EQ(record(child).state, State::waiting_parent);
}

TEST_F(MissedLineItem, IsToldToBeGoneOnceHoweverOftenItIsLookedFor) {
  while (record(parent).state == State::ready) {
    look(exchange::RequestStatus::line_item_gone);
  }
  ASSERT_EQ(record(parent).state, State::unlinked);
  now = record(parent).next_attempt_unix_ms;
  commit([&](Transaction& transaction) -> Status {
    auto row = **transaction.record(parent);
    outbox::enqueue(row, true, now);
    return transaction.put_record(row);
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  ASSERT_EQ(round.requests[0].write, exchange::Write::look);
  const auto said = settle_round(round.requests[0], exchange::RequestStatus::line_item_gone,
                                 Code::line_item_gone, 404);
  EXPECT_EQ(record(parent).state, State::unlinked);
  EXPECT_TRUE(said.refusals.empty());
  EXPECT_TRUE(said.classes.empty());
}

TEST_F(MissedLineItem, GoesOnWithItsResultsWhenItIsSeen) {
  look(exchange::RequestStatus::line_item_gone);
  look(exchange::RequestStatus::confirmed);
  EXPECT_EQ(record(parent).state, State::settled);
  EXPECT_EQ(record(child).state, State::ready);
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].record_id, child);
}

TEST_F(PlannerTest, PlansNothingWhileTheSiteGuardHolds) {
  line_item("a");
  commit([](Transaction& transaction) { return transaction.put_meta("hold", "copy"); });
  const auto round = plan_round(4);
  EXPECT_TRUE(round.held);
  EXPECT_TRUE(round.requests.empty());
}

TEST_F(PlannerTest, ParksWhatIsDueWhereSendingIsPaused) {
  const auto id = line_item("algebra");
  commit([&](Transaction& transaction) {
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.connection = route->connection;
    domain.paused = settings::Pause{"dana", kNow};
    return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
  });
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::waiting);
  EXPECT_EQ(record(id).code, Code::sync_paused);
}

TEST_F(PlannerTest, LetsNothingGoInATrialWhateverIsInTheLine) {
  const auto id = line_item("a", "essay", 10);
  commit([&](Transaction& transaction) {
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.connection = route->connection;
    domain.sending.trial = true;
    return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
  });
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::manual);
  EXPECT_EQ(record(id).code, Code::in_trial);
}

TEST_F(PlannerTest, LetsWhatWaitsForATimeOfTheDayGoThenAndNotBefore) {
  const auto id = line_item("a");
  const std::int64_t hours = 3'600'000;
  commit([&](Transaction& transaction) -> Status {
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.connection = route->connection;
    // 2026-09-21 14:13 in UTC.
    domain.sending.send_at = settings::SendAt{{18 * 60}};
    EXPECT_TRUE(
        transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain))
            .ok());
    auto waiting = *transaction.record(id);
    waiting->code = Code::waits_for_time;
    waiting->next_attempt_unix_ms = now + 4 * hours;
    return transaction.put_record(*waiting);
  });
  EXPECT_TRUE(plan_round(4).requests.empty()) << "a wait of hours is not believed, but looked at";
  EXPECT_EQ(record(id).code, Code::waits_for_time);
  EXPECT_EQ(record(id).next_attempt_unix_ms, now + hours);
  while (record(id).state == State::ready && now < kNow + 5 * hours) {
    now = record(id).next_attempt_unix_ms;
    plan_round(4);
  }
  EXPECT_EQ(record(id).state, State::sending);
  EXPECT_EQ(now / 60'000 % 1440, 18 * 60);
}

TEST_F(PlannerTest, PlansNothingUnderALostLease) {
  line_item("a");
  epoch -= 1;
  const auto round = plan_round(4);
  EXPECT_TRUE(round.lost);
  EXPECT_TRUE(round.requests.empty());
}

TEST_F(PlannerTest, PutsWhatAnEarlierOwnerLeftBehindInDoubtAndSendsItAgain) {
  const auto id = line_item("a");
  plan_round(1);
  commit([&](Transaction& transaction) -> Status {
    auto account = *transaction.account("account");
    account->epoch = ++epoch;
    return transaction.put_account(*account);
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].record_id, id);
  EXPECT_TRUE(record(id).sent.doubt_before);
}

TEST_F(PlannerTest, RecordsThatOnePostMakesShareItsRequestIdUpToItsSize) {
  const auto parent = line_item("a");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  for (int i = 0; i < 5; ++i) {
    result_of(parent, "a", "s" + std::to_string(i), true);
  }
  profile.writes.results = oneroster::Writing::post;
  profile.writes.post_size = 3;
  const auto round = plan_round(10);
  ASSERT_EQ(round.requests.size(), 5u);
  std::map<std::string, int> members;
  for (const auto& one : round.requests) {
    EXPECT_EQ(one.creation, exchange::Creation::post);
    ++members[one.request_id];
    EXPECT_EQ(record(one.record_id).sent.request_id, one.request_id) << "committed as its own";
  }
  std::multiset<int> sizes;
  for (const auto& [id, size] : members) {
    sizes.insert(size);
  }
  EXPECT_EQ(sizes, (std::multiset<int>{2, 3}));
}

TEST_F(PlannerTest, WhatWasKeptOfTheClassCountsAlsoWhereSomethingElseIsToBeRead) {
  profile.school = oneroster::Need::required;
  profile.title_unique = oneroster::TitleUnique::in_class; // the titles are read each time
  commit([&](Transaction& transaction) {
    return transaction.put_sis_document(
        {"connection", 1, "class", "sis-a", R"({"id":"sis-a","school_id":"school-1"})", kNow});
  });
  line_item("a");
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_TRUE(round.requests[0].reads.contains(exchange::Lookup::line_items));
  EXPECT_FALSE(round.requests[0].reads.contains(exchange::Lookup::sis_class));
  EXPECT_EQ(std::get<oneroster::LineItemInput>(round.requests[0].content).school_id.value,
            "school-1");
}

TEST_F(PlannerTest, WhatWasKeptTooLongAgoIsReadAnewAndSoonerForAPersonWhoWaits) {
  constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;
  commit([&](Transaction& transaction) {
    return transaction.put_sis_document({"connection", 1, "sessions", "sis-a",
                                         R"([{"sourcedId":"q1","type":"gradingPeriod"}])", kNow});
  });
  const auto reads_sessions = [&](const std::string& activity, int priority, std::int64_t age_ms) {
    now = kNow + age_ms;
    line_item("a", activity, priority);
    const auto round = plan_round(1);
    EXPECT_EQ(round.requests.size(), 1u);
    return round.requests.empty() || round.requests[0].reads.contains(exchange::Lookup::sessions);
  };
  EXPECT_FALSE(reads_sessions("one", 1, 5 * kMinute - 1));
  EXPECT_TRUE(reads_sessions("two", 1, 5 * kMinute));
  EXPECT_FALSE(reads_sessions("three", 0, 6 * kHour - 1));
  EXPECT_TRUE(reads_sessions("four", 0, 6 * kHour)) << "at that moment intake lets it go";
}

TEST_F(PlannerTest, APlaceOfTheSisIsOnlyLookedAtAlsoWhenItsActivityIsAnAssignmentByNow) {
  const auto id = line_item("a");
  commit([&](Transaction& transaction) {
    auto row = **transaction.record(id);
    row.wire_id_origin = outbox::WireIdOrigin::adopted;
    return transaction.put_record(row);
  });
  const auto round = plan_round(1);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].write, exchange::Write::look);
}

TEST_F(PlannerTest, AResultsPeriodIsTheOneThatItsLineItemGoesInto) {
  profile.answers.push_back({0, {}, "grading window", std::string(info(Code::window_shut).id)});
  const auto parent = line_item("a");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  commit([&](Transaction& transaction) {
    settings::ClassSettings chosen;
    chosen.activity_periods["essay"] = "q2";
    return transaction.put_settings(outbox::Scope::lms_class, "a", settings::to_json(chosen));
  });
  result_of(parent, "a", "s1", true);
  const auto round = plan_round(1);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].period, "q2") << "the teacher's choice";
}

TEST_F(PlannerTest, WhatTheSisShowsAnewFreesWhatWaitedForIt) {
  profile.category = oneroster::Need::required;
  const auto id = line_item("a");
  plan_round(4);
  ASSERT_EQ(record(id).code, Code::category_missing);
  const auto learn = [&](const std::string& text) {
    SettleRequest request;
    request.account_key = "account";
    request.owner_id = "me";
    request.epoch = epoch;
    request.now_unix_ms = kNow;
    request.learned.push_back({"connection", 1, "categories", "sis-a", text, kNow});
    SettleResult result;
    commit([&](Transaction& transaction) { return settle(transaction, request, result); });
  };
  learn("[]");
  EXPECT_EQ(record(id).state, State::ready);
  plan_round(4);
  ASSERT_EQ(record(id).state, State::waiting);
  learn("[]");
  EXPECT_EQ(record(id).state, State::waiting) << "nothing new";
}

TEST_F(PlannerTest, WhatWasThereBeforeAndThatIdsAreProvenIsStoredWithoutAnyOutcome) {
  SettleRequest request;
  request.now_unix_ms = kNow;
  request.listed_before.push_back({"connection", 1, 7, R"(["theirs"])"});
  request.ids_proven.push_back({"connection", 1, kNow});
  SettleResult result;
  commit([&](Transaction& transaction) { return settle(transaction, request, result); });
  commit([&](Transaction& transaction) -> Status {
    Record made;
    made.id = 7;
    made.key.connection_id = "connection";
    EXPECT_EQ(*read_before(transaction, made), std::set<std::string>{"theirs"});
    EXPECT_TRUE(*transaction.has_proven_ids("connection", 1));
    return ok_status();
  });
}

TEST_F(PlannerTest, WhatPeopleChoseGoesOverTheProfile) {
  const auto parent = line_item("a");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  commit([&](Transaction& transaction) {
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.connection = route->connection;
    domain.grading.grade_form = settings::GradeForm::percent;
    domain.grading.objectives["outcome"] = {"case", "sis-objective"};
    return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
  });
  result_of(parent, "a", "s1", true);
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].route->profile->score_form, oneroster::ScoreForm::percent);
  EXPECT_EQ(profile.score_form, oneroster::ScoreForm::points) << "other classes are not touched";
  const auto& input = std::get<oneroster::ResultInput>(round.requests[0].content);
  EXPECT_EQ(input.objectives.at("outcome").id, "sis-objective");
}

TEST_F(PlannerTest, StandardsWithoutANameInTheSisAreNotSent) {
  const auto parent = line_item("a");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::confirmed);
  commit([&](Transaction& transaction) {
    settings::DomainSettings domain;
    domain.allow_grades = true;
    domain.connection = route->connection;
    domain.grading.objectives["named"] = {"case", "sis-objective"};
    return transaction.put_settings(outbox::Scope::domain, "district", settings::to_json(domain));
  });
  const auto id = result_of(parent, "a", "s1", true);
  commit([&](Transaction& transaction) {
    auto row = **transaction.record(id);
    auto facts = *gradebook::score_facts_from_json(row.released.facts);
    facts.objectives = {{"named", gradebook::Decimal::from_integer(3), {}, {}},
                        {"nameless", gradebook::Decimal::from_integer(2), {}, {}}};
    row.released.facts = gradebook::to_json(facts);
    return transaction.put_record(row);
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  const auto& input = std::get<oneroster::ResultInput>(round.requests[0].content);
  EXPECT_EQ(input.objectives.at("named").id, "sis-objective");
  EXPECT_EQ(input.objectives.at("nameless").id, "");
  EXPECT_EQ(input.facts.objectives.size(), 2u) << "both count where the score is counted from them";
}

TEST_F(PlannerTest, WhatTheSisTakesNoneOfWaits) {
  profile.writes.line_items = oneroster::Writing::none;
  const auto id = line_item("a");
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::waiting);
  EXPECT_EQ(record(id).code, Code::kind_unsupported);
  EXPECT_FALSE(record(id).in_doubt);
}

TEST_F(PlannerTest, ARecordInDoubtRestsAlsoWhenAPersonWaits) {
  profile.settle_s = 60;
  const auto id = line_item("a");
  settle_round(plan_round(1).requests.at(0), exchange::RequestStatus::in_doubt, Code::sis_timeout);
  commit([&](Transaction& transaction) {
    Record waited_for = **transaction.record(id);
    outbox::enqueue(waited_for, true, kNow, 1);
    return transaction.put_record(waited_for);
  });
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).next_attempt_unix_ms, kNow + 60'000);
}

TEST_F(PlannerTest, AFencedOwnerSettlesNothingAndLeavesDoubt) {
  const auto id = line_item("a");
  const auto planned = plan_round(1).requests.at(0);
  commit([&](Transaction& transaction) -> Status {
    auto account = *transaction.account("account");
    account->owner_id = "another";
    account->epoch += 1;
    return transaction.put_account(*account);
  });
  const auto settled = settle_round(planned, exchange::RequestStatus::confirmed);
  EXPECT_TRUE(settled.lost);
  const auto stored = record(id);
  EXPECT_EQ(stored.confirmed.form, Form::none);
  EXPECT_TRUE(stored.in_doubt);
  EXPECT_EQ(stored.state, State::ready);
}

TEST_F(PlannerTest, RecordsOfARefusedKindWaitWithoutStarvingTheOthers) {
  for (int i = 0; i < 5; ++i) {
    line_item("a", "activity-" + std::to_string(i));
  }
  blocked[exchange::ServiceCall::put_line_item] = {kNow + 900'000, Code::forbidden};
  const auto round = plan_round(4);
  EXPECT_TRUE(round.requests.empty());
  commit([&](Transaction& transaction) -> Status {
    EXPECT_EQ((*transaction.next_due_time("connection")).value(), kNow + 900'000);
    return ok_status();
  });
}

TEST_F(PlannerTest, WhatLacksSomethingWaitsWithoutEverHavingBeenInDoubt) {
  profile.category = oneroster::Need::required;
  const auto id = line_item("a");
  EXPECT_TRUE(plan_round(4).requests.empty());
  const auto stored = record(id);
  EXPECT_EQ(stored.state, State::waiting);
  EXPECT_EQ(stored.code, Code::category_missing);
  EXPECT_FALSE(stored.in_doubt);
}

TEST_F(PlannerTest, WhatWasSwitchedOffMeanwhileIsOffAndNotLost) {
  const auto id = line_item("a");
  commit([&](Transaction& transaction) {
    settings::ClassSettings of_class;
    of_class.excluded_activities = {gradebook::ActivityId("essay")};
    return transaction.put_settings(outbox::Scope::lms_class, "a", settings::to_json(of_class));
  });
  EXPECT_TRUE(plan_round(4).requests.empty());
  EXPECT_EQ(record(id).state, State::off);
  EXPECT_EQ(record(id).code, Code::activity_excluded);
}

TEST_F(PlannerTest, WhatPeopleChoseGoesOverTheProfileOfTheirClassOnly) {
  line_item("a");
  line_item("b");
  commit([&](Transaction& transaction) {
    settings::ClassSettings of_class;
    of_class.scales["letters"].steps = {{"A", gradebook::Decimal::from_integer(95), {}}};
    return transaction.put_settings(outbox::Scope::lms_class, "a", settings::to_json(of_class));
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 2u);
  for (const auto& planned : round.requests) {
    const bool chose = record(planned.record_id).key.class_id.value == "a";
    EXPECT_EQ(planned.route->profile->scales.contains("letters"), chose);
    EXPECT_EQ(planned.route == route, !chose);
    EXPECT_EQ(planned.route->profile->name, profile.name);
  }
}

TEST_F(PlannerTest, TheColumnsOfAClassAreReadBeforeTheFirstIsMadeThere) {
  columns_are_read = false;
  const auto id = line_item("a");
  auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_TRUE(round.requests[0].columns_first);
  EXPECT_TRUE(round.requests[0].reads.contains(exchange::Lookup::line_items));
  settle_round(round.requests[0], exchange::RequestStatus::not_sent);
  sis_has("a", R"([{"id":"by-hand","title":"Lab"}])");
  round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_FALSE(round.requests[0].columns_first);
  EXPECT_FALSE(round.requests[0].read_line_item);
  EXPECT_EQ(record(id).state, State::sending);
}

TEST_F(PlannerTest, TheyAreReadAgainBeforeTheFirstOfACourseThatCameLater) {
  constexpr std::int64_t kHour = 3'600'000;
  columns_are_read = false;
  const auto created = [&](std::int64_t id) {
    commit([&](Transaction& transaction) {
      auto row = **transaction.record(id);
      row.created_unix_ms = kNow - kHour;
      return transaction.put_record(row);
    });
  };
  commit([&](Transaction& transaction) {
    return transaction.put_sis_document(
        {"connection", 1, "line_items", "sis-a", "[]", kNow - 2 * kHour});
  });
  const auto first = line_item("a");
  created(first);
  auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_TRUE(round.requests[0].columns_first) << "another course may have made some since";
  settle_round(round.requests[0], exchange::RequestStatus::confirmed);
  created(line_item("a", "lab"));
  round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_FALSE(round.requests[0].columns_first) << "this course is known there";
}

TEST_F(PlannerTest, AnActivityThatTheClassHasAlreadyWaitsAndTheOthersGo) {
  columns_are_read = false;
  const auto id = line_item("a");
  sis_has("a", R"([{"id":"by-hand","title":"essay"}])");
  line_item("b", "lab");
  sis_has("b", "[]");
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(record(id).state, State::waiting);
  EXPECT_EQ(record(id).code, Code::column_there);
}

TEST_F(PlannerTest, OneOfOursThatIsThereIsReadFirstAndSaidToBeLinkedAgain) {
  columns_are_read = false;
  const auto id = line_item("a");
  sis_has("a", R"([{"id":"li-aessay","title":"Essay"}])");
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_TRUE(round.requests[0].read_line_item) << "what the SIS owns is carried over";
  settle_round(round.requests[0], exchange::RequestStatus::confirmed);
  bool told = false;
  commit([&](Transaction& transaction) -> Status {
    const auto rows = transaction.history(id, 10);
    for (const auto& row : *rows) {
      told = told || row.event == "linked_again";
    }
    return ok_status();
  });
  EXPECT_TRUE(told);
}

TEST_F(PlannerTest, AColumnThatWasTakenOverIsWrittenUnderItsIdAndItsGradesAreLookedFor) {
  const auto id = line_item("a");
  commit([&](Transaction& transaction) {
    auto row = **transaction.record(id);
    row.wire_id.value = "by-hand";
    row.wire_id_origin = outbox::WireIdOrigin::taken_over;
    return transaction.put_record(row);
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].wire_id.value, "by-hand");
  EXPECT_EQ(round.requests[0].write, exchange::Write::put);
  EXPECT_EQ(round.requests[0].creation, exchange::Creation::none);
  EXPECT_TRUE(round.requests[0].read_line_item) << "its category stays";
  settle_round(round.requests[0], exchange::RequestStatus::confirmed);
  result_of(id, "a", "ada", true);
  const auto next = plan_round(4);
  ASSERT_EQ(next.requests.size(), 1u);
  EXPECT_TRUE(next.requests[0].adopt_result);
  EXPECT_TRUE(next.requests[0].reads.contains(exchange::Lookup::results));
}

TEST_F(PlannerTest, AColumnThatWasTakenOverIsNeverRemoved) {
  const auto id = line_item("a");
  commit([&](Transaction& transaction) {
    auto row = **transaction.record(id);
    row.wire_id_origin = outbox::WireIdOrigin::taken_over;
    outbox::mark_sent(row, "request", epoch, kNow);
    outbox::confirm(row, kNow);
    outbox::observe(row, Form::absent, {}, *transaction.next_seq(), 0, 0);
    outbox::release(row);
    outbox::enqueue(row, true, kNow);
    return transaction.put_record(row);
  });
  const auto round = plan_round(4);
  ASSERT_EQ(round.requests.size(), 1u);
  EXPECT_EQ(round.requests[0].write, exchange::Write::look);
}

} // namespace
} // namespace passback::delivery
