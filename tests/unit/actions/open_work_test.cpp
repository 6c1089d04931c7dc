// What a host takes for open work (`host_stub deliver --until-empty` waits for it, and counts what
// is left) is what people read of each record: in every state, with every code that it may carry.
#include <algorithm>
#include <array>
#include <map>

#include "host_stub/commands/plugin_status.hpp"
#include "plugin/actions/state_words.hpp"
#include "tests/unit/actions/actions_fixture.hpp"
#include "tests/unit/actions/record_codes.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;
using outbox::State;

using Words = std::vector<std::string_view>;
const Words kGoes = {"on_its_way", "waiting"};
const Words kStuck = {"not_ready", "conflict", "rejected", "failed", "unlinked"};
const Words kNamed = {"off", "held", "other_sis"};
const Words kToBeSent = {"ready", "changed", "removal_asked", "older_asked"};
const Words kAtRest = {"accepted", "withdrawn"};

bool is_one_of(const Words& words, std::string_view id) {
  return std::ranges::find(words, id) != words.end();
}

/// A record as people read it.
struct Shown {
  std::string state, reason;
  bool says_when = false;
};

class OpenWork : public ActionsTest {
 protected:
  void SetUp() override {
    take(essay());
    take(score_of("90"));
    deliver_everything();
  }

  json::value status(const std::string& query) {
    auto text = actions.status(query, std::nullopt);
    EXPECT_TRUE(text.ok());
    return text ? json::parse(*text) : json::value();
  }
  /// By the id of the record.
  std::map<std::int64_t, Shown> all_shown() {
    std::map<std::int64_t, Shown> shown;
    std::int64_t after = 0;
    for (bool more = true; more;) {
      const auto page =
          status(R"({"class_id":"algebra","limit":1000,"after_id":)" + std::to_string(after) + "}");
      for (const auto& record : page.at("records").as_array()) {
        const auto& row = record.as_object();
        auto& one = shown[row.at("id").as_int64()];
        one.state = row.at("state").as_string();
        one.says_when = row.contains("next_attempt_unix_ms");
        if (const auto* reason = row.if_contains("reason")) {
          one.reason = reason->at("code").as_string();
        }
      }
      const auto* next = page.as_object().if_contains("next_after_id");
      more = next != nullptr;
      after = more ? next->as_int64() : 0;
    }
    return shown;
  }
  static std::int64_t count(const std::map<std::int64_t, Shown>& shown, const Words& words) {
    return std::ranges::count_if(
        shown, [&](const auto& one) { return is_one_of(words, one.second.state); });
  }
  /// The host counts as pending what reads as if it went by itself, and as stuck what asks for
  /// somebody.
  void expect_counted_as_shown(const std::map<std::int64_t, Shown>& shown) {
    const auto whole = status("");
    EXPECT_EQ(host_stub::commands::pending_in(whole), count(shown, kGoes));
    EXPECT_EQ(host_stub::commands::stuck_in(whole), count(shown, kStuck));
  }
  static bool names_a_step(const Shown& shown) {
    const auto* code = find_code(shown.reason);
    return code != nullptr && has_step(code->code);
  }

  /// Another one of the class, in that state; returns its id.
  std::int64_t put(outbox::Transaction& transaction, Record record, State state, Code code) {
    const auto number = std::to_string(++made);
    record.id = 0;
    if (record.key.kind == outbox::Kind::result) {
      record.key.student_id.value = "student-" + number;
    } else {
      record.key.activity_id.value = "activity-" + number;
    }
    record.state = state;
    record.code = code;
    record.next_attempt_unix_ms = clock.unix_ms() + 60'000;
    const auto stored = transaction.put_record(record);
    EXPECT_TRUE(stored.ok());
    return record.id;
  }

  int made = 0;
};

TEST_F(OpenWork, EveryStateWithEveryCodeIsCountedAsPeopleReadItAndNamesAStepOrATime) {
  struct Case {
    State state;
    Code code;
  };
  std::map<std::int64_t, Case> cases;
  const auto pattern = result();
  commit([&](outbox::Transaction& transaction) -> Status {
    for (const auto state : every_state()) {
      for (const auto code : codes_with(state)) {
        cases[put(transaction, pattern, state, code)] = {state, code};
      }
    }
    return ok_status();
  });
  EXPECT_GT(cases.size(), 800U);
  const auto shown = all_shown();
  for (const auto& [id, at] : cases) {
    ASSERT_TRUE(shown.contains(id));
    const auto& one = shown.at(id);
    const auto what = std::string(state_id(at.state)) + " " + std::string(info(at.code).id) +
                      " reads " + one.state;
    const bool only_proven = at.state == State::ready && at.code == Code::to_prove;
    switch (only_proven ? Course::at_rest : course_of(at.state)) {
    case Course::goes_by_itself:
      EXPECT_TRUE(is_one_of(kGoes, one.state)) << what;
      EXPECT_TRUE(at.state != State::ready || one.says_when) << what;
      break;
    case Course::waits_for_somebody:
      EXPECT_TRUE(is_one_of(kStuck, one.state) || is_one_of(kNamed, one.state)) << what;
      EXPECT_TRUE(names_a_step(one)) << what;
      break;
    case Course::waits_for_a_send:
      EXPECT_TRUE(is_one_of(kToBeSent, one.state) || at.code == Code::left_unsent ||
                  at.code == Code::in_trial)
          << what;
      break;
    case Course::at_rest:
      EXPECT_TRUE(is_one_of(kAtRest, one.state)) << what;
      break;
    }
  }
  expect_counted_as_shown(shown);
}

TEST_F(OpenWork, WhatStandsBehindItsActivityGoesOnlyWhereThatGoesByItself) {
  struct Pair {
    std::int64_t parent, child;
  };
  std::vector<Pair> pairs;
  const auto of_line_item = line_item();
  const auto of_result = result();
  commit([&](outbox::Transaction& transaction) -> Status {
    for (const auto state : every_state()) {
      // What is at rest holds nothing back; what students do not see yet goes when they do.
      if (course_of(state) == Course::at_rest || state == State::held) {
        continue;
      }
      // A changed activity waits for a person, and its scores do not wait for the change; one whose
      // removal a person is asked about holds them back.
      const auto codes =
          state == State::manual ? std::vector{Code::many_withdrawn} : codes_with(state);
      for (const auto code : codes) {
        auto child = of_result;
        child.line_item_id = put(transaction, of_line_item, state, code);
        const auto id = put(transaction, child, State::waiting_parent, Code::parent_not_confirmed);
        pairs.push_back({child.line_item_id, id});
      }
    }
    return ok_status();
  });
  EXPECT_GT(pairs.size(), 500U);
  const auto shown = all_shown();
  for (const auto& [parent, child] : pairs) {
    const auto& before = shown.at(parent);
    const auto& behind = shown.at(child);
    const bool goes = is_one_of(kGoes, before.state) || is_one_of(kAtRest, before.state);
    EXPECT_EQ(is_one_of(kGoes, behind.state), goes)
        << before.state << " " << before.reason << ": " << behind.state;
    EXPECT_TRUE(goes || names_a_step(behind)) << before.state << " " << before.reason;
  }
  expect_counted_as_shown(shown);
}

TEST_F(OpenWork, AScoreWhoseActivityIsKeptUntilSomebodySaysSoIsNotOnItsWay) {
  const auto quiz = [](int number, int points, bool gone) {
    auto event = essay();
    event.activity_id.value = "quiz-" + std::to_string(number);
    event.facts.title = "Quiz " + std::to_string(number);
    event.facts.points_possible = gradebook::Decimal::from_integer(points);
    event.withdrawn = gone;
    return event;
  };
  const auto score_in = [](int number, const std::string& points) {
    auto event = score_of(points);
    event.activity_id.value = "quiz-" + std::to_string(number);
    return event;
  };
  constexpr int kQuizzes = 5;
  for (int number = 1; number <= kQuizzes; ++number) {
    take(quiz(number, 100, false));
    take(score_in(number, "90"));
  }
  deliver_everything();
  // Before the SIS has the last one's new points, all of them are taken out of the LMS.
  take(quiz(kQuizzes, 200, false));
  for (const auto& one : records(outbox::Kind::line_item)) {
    if (one.code == Code::points_asked) {
      let_points_go(one);
    }
  }
  take(score_in(kQuizzes, "190"));
  for (int number = 1; number <= kQuizzes; ++number) {
    take(quiz(number, number == kQuizzes ? 200 : 100, true));
  }
  ASSERT_TRUE(intake->reconsider(kDeadline).ok());
  const auto is_of_last = [](const Record& row) { return row.key.activity_id.value == "quiz-5"; };
  const auto line_items = records(outbox::Kind::line_item);
  const auto results = records(outbox::Kind::result);
  const auto kept = std::ranges::find_if(line_items, is_of_last);
  const auto behind = std::ranges::find_if(results, is_of_last);
  ASSERT_NE(kept, line_items.end());
  ASSERT_NE(behind, results.end());
  ASSERT_EQ(kept->code, Code::many_withdrawn);
  ASSERT_EQ(behind->state, State::waiting_parent);

  const auto shown = all_shown();
  EXPECT_EQ(shown.at(behind->id).state, "not_ready");
  EXPECT_EQ(shown.at(behind->id).reason, info(Code::many_withdrawn).id);
  expect_counted_as_shown(shown);
}

} // namespace
} // namespace passback::actions
