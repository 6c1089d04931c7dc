// What each outcome does to its record, what the history calls it, and whether people hear of it.
#include <map>

#include "plugin/delivery/ledger/record_ending.hpp"
#include "plugin/outbox/transitions.hpp"
#include "tests/unit/outbox/cell.hpp"

namespace passback::delivery {
namespace {

using exchange::RequestStatus;
using outbox::Cell;
using outbox::State;

constexpr std::int64_t kOneDayMs = 24LL * 60 * 60 * 1000;

Cell in_flight() {
  Cell cell;
  cell.sees(80);
  cell.plans();
  return cell;
}

exchange::Outcome outcome_of(RequestStatus status, bool set_aside = false) {
  exchange::Outcome outcome;
  outcome.status = status;
  outcome.code = Code::rejected_content;
  outcome.http_status = 422;
  outcome.sis_words = "no";
  outcome.set_aside = set_aside;
  return outcome;
}

struct Expected {
  std::string event;
  Standing standing;
  State state;
};

void expect_ending(Cell cell, const exchange::Outcome& outcome, const Expected& expected) {
  const auto ending = end_request(outcome, cell.record, ++cell.now);
  EXPECT_EQ(ending.event, expected.event);
  EXPECT_EQ(ending.standing, expected.standing) << expected.event;
  EXPECT_EQ(cell.record.state, expected.state) << expected.event;
}

TEST(RecordEnding, EveryOutcomeHasItsWordAndSaysWhetherPeopleHearOfIt) {
  expect_ending(in_flight(), outcome_of(RequestStatus::confirmed),
                {"confirmed", Standing::confirmed, State::settled});
  expect_ending(in_flight(), outcome_of(RequestStatus::in_doubt),
                {"doubt", Standing::open, State::ready});
  expect_ending(in_flight(), outcome_of(RequestStatus::still_there),
                {"still_there", Standing::open, State::ready});
  expect_ending(in_flight(), outcome_of(RequestStatus::not_sent),
                {"not_sent", Standing::open, State::ready});
  expect_ending(in_flight(), outcome_of(RequestStatus::in_doubt, true),
                {"failed", Standing::refused, State::failed});
  expect_ending(in_flight(), outcome_of(RequestStatus::not_sent, true),
                {"failed", Standing::refused, State::failed});
  expect_ending(in_flight(), outcome_of(RequestStatus::lacking),
                {"waiting", Standing::open, State::waiting});
  expect_ending(in_flight(), outcome_of(RequestStatus::refused),
                {"rejected", Standing::refused, State::rejected});
  expect_ending(in_flight(), outcome_of(RequestStatus::student_gone),
                {"rejected", Standing::refused, State::rejected});
  expect_ending(in_flight(), outcome_of(RequestStatus::unclear),
                {"conflict", Standing::refused, State::conflict});
  expect_ending(in_flight(), outcome_of(RequestStatus::line_item_gone),
                {"unlinked", Standing::open, State::waiting_parent});
}

TEST(RecordEnding, WhatIsNewerThanWhatWasRefusedGoesByItselfAndNobodyHearsOfTheOlder) {
  const std::map<RequestStatus, std::string> words = {{RequestStatus::refused, "rejected"},
                                                      {RequestStatus::student_gone, "rejected"},
                                                      {RequestStatus::in_doubt, "failed"},
                                                      {RequestStatus::not_sent, "failed"}};
  for (const auto& [status, word] : words) {
    auto cell = in_flight();
    cell.sees(90);
    expect_ending(cell, outcome_of(status, true), {word, Standing::open, State::ready});
  }
}

TEST(RecordEnding, WhatWasParkedMeanwhileStaysThereForTheReasonThatItWasParkedFor) {
  for (const auto status :
       {RequestStatus::confirmed, RequestStatus::in_doubt, RequestStatus::not_sent,
        RequestStatus::lacking, RequestStatus::refused, RequestStatus::student_gone,
        RequestStatus::unclear, RequestStatus::line_item_gone}) {
    auto cell = in_flight();
    park(cell.record, State::off, Code::sync_off);
    const auto ending = end_request(outcome_of(status, true), cell.record, ++cell.now);
    EXPECT_NE(ending.standing, Standing::refused) << ending.event;
    EXPECT_EQ(cell.record.state, State::off) << ending.event;
    EXPECT_EQ(cell.record.code, Code::sync_off) << ending.event;
    EXPECT_FALSE(cell.record.sent.in_flight) << ending.event;
  }
  auto cell = in_flight();
  park(cell.record, State::off, Code::sync_off);
  EXPECT_EQ(end_early_request(outcome_of(RequestStatus::refused), cell.record, ++cell.now).standing,
            Standing::open);
  EXPECT_EQ(cell.record.code, Code::sync_off);
}

TEST(RecordEnding, WhatIsSetAsideKeepsTheSissWordsAndIsTriedOnceADay) {
  auto cell = in_flight();
  end_request(outcome_of(RequestStatus::in_doubt, true), cell.record, cell.now);
  EXPECT_EQ(cell.record.detail, "no");
  EXPECT_EQ(cell.record.http_status, 422);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, cell.now + kOneDayMs);
  EXPECT_TRUE(cell.record.in_doubt);
}

TEST(RecordEnding, ALineItemThatIsGoneIsToldOnceAndLookedForOnceADay) {
  Cell cell;
  cell.record.key.kind = outbox::Kind::line_item;
  gradebook::ActivityFacts facts;
  facts.title = "Essay";
  cell.sees(outbox::Form::present, to_json(facts));
  cell.arrives();
  auto outcome = outcome_of(RequestStatus::line_item_gone);
  outcome.kind = outbox::Kind::line_item;
  // As its result said before, an hour after it was written.
  cell.now += 60 * 60'000;
  outbox::miss(cell.record, cell.now);
  Ending ending{"missed"};
  for (int looked = 0; ending.event == "missed" && looked < 20; ++looked) {
    EXPECT_EQ(ending.standing, Standing::open) << "it is not believed yet";
    cell.now = cell.record.next_attempt_unix_ms;
    cell.plans();
    ending = end_request(outcome, cell.record, ++cell.now);
  }
  EXPECT_EQ(ending.event, "unlinked");
  EXPECT_EQ(ending.standing, Standing::refused);
  EXPECT_EQ(cell.record.state, State::unlinked);
  EXPECT_EQ(cell.record.next_attempt_unix_ms, cell.now + kOneDayMs);

  cell.record.state = State::ready; // as the poll does, a day later
  cell.now = cell.record.next_attempt_unix_ms;
  cell.plans();
  ending = end_request(outcome, cell.record, ++cell.now);
  EXPECT_EQ(ending.event, "still_gone");
  EXPECT_EQ(ending.standing, Standing::open) << "people know";
  EXPECT_EQ(cell.record.state, State::unlinked);
}

} // namespace
} // namespace passback::delivery
