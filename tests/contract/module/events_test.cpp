// Events through the real table: order, batches, threads.
#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

class Events : public ModuleTest {
 protected:
  Events() { switch_on(); }
  lms_outcome report(const lms_score_event& event) {
    lms_outcome outcome{};
    outcome.struct_size = sizeof outcome;
    const auto status = plugin_.on_score(event, &outcome, 5000);
    EXPECT_TRUE(status.ok()) << status.code << ": " << status.message;
    return outcome;
  }
};

TEST_F(Events, AnOlderRevisionOfTheHostIsSuperseded) {
  open();
  auto event = score("ana", 80);
  event.host_rev = 5;
  EXPECT_NE(report(event).disposition, LMS_SUPERSEDED);
  event.host_rev = 4;
  event.points = 70;
  EXPECT_EQ(report(event).disposition, LMS_SUPERSEDED);
  event.host_rev = 1;
  event.host_epoch = 1;
  EXPECT_NE(report(event).disposition, LMS_SUPERSEDED)
      << "a host that restored a backup starts over in a new epoch";
}

TEST_F(Events, EveryStoredFactHasAHigherNumberAlsoAfterARestart) {
  open();
  const auto first = report(score("ana", 80)).seq;
  const auto second = report(score("ben", 90)).seq;
  EXPECT_GT(first, 0U);
  EXPECT_GT(second, first);
  open();
  EXPECT_GT(report(score("cem", 70)).seq, second);
}

TEST_F(Events, ABatchStopsAtTheFirstBadEventAndSaysHowFarItCame) {
  open();
  std::vector<lms_score_event> events = {score("ana", 1), score("ben", 2), score("", 3),
                                         score("dan", 4)};
  std::vector<lms_outcome> outcomes(events.size());
  for (auto& outcome : outcomes) {
    outcome.struct_size = sizeof outcome;
  }
  lms_batch_outcome batch{sizeof batch, 0, 0, outcomes.data(), outcomes.size()};
  lms_error error = lms_plugin::empty_error();
  EXPECT_EQ(module_table().on_scores(plugin_.handle(), events.data(), events.size(),
                                     sizeof(lms_score_event), 5000, &batch, &error),
            LMS_E_ARGUMENT);
  EXPECT_EQ(batch.committed, 2U);
  EXPECT_GE(outcomes[0].disposition, LMS_QUEUED);
  EXPECT_GE(outcomes[1].disposition, LMS_QUEUED);
  EXPECT_EQ(outcomes[3].disposition, 0U);
}

TEST_F(Events, TheExactDecimalIsCheckedAndWins) {
  open();
  auto event = score("ana", 0);
  event.points_text = lms_plugin::to_str("89.995");
  report(event);
  for (const char* bad : {"eighty", "1e2", "NaN", " 5", "5,5", ""}) {
    event = score("ana", 80);
    event.points_text = lms_plugin::to_str(bad);
    EXPECT_EQ(plugin_.on_score(event).ok(), *bad == '\0') << bad;
  }
}

TEST_F(Events, ComeFromManyThreadsAtOnce) {
  open();
  constexpr int kThreads = 4;
  constexpr int kEach = 25;
  std::vector<std::vector<std::uint64_t>> numbers(kThreads);
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string student = "s" + std::to_string(t) + "-" + std::to_string(i);
        lms_outcome outcome{};
        outcome.struct_size = sizeof outcome;
        failures += plugin_.on_score(score(student, i), &outcome, 10'000).ok() ? 0 : 1;
        numbers[static_cast<std::size_t>(t)].push_back(outcome.seq);
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(failures, 0);
  std::set<std::uint64_t> all;
  for (const auto& mine : numbers) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kEach));
}

TEST_F(Events, AnActivityWithoutATitleIsTakenAndWaits) {
  open();
  auto event = activity();
  event.title = lms_str{};
  lms_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  const auto status = plugin_.on_activity(event, &outcome, 5000);
  EXPECT_TRUE(status.ok()) << status.code << ": " << status.message;
  EXPECT_NE(report(score("ana", 80)).disposition, LMS_SUPERSEDED);
}

TEST_F(Events, AnActivityOfAnUnknownKindIsRefused) {
  open();
  auto event = activity();
  event.kind = 99;
  EXPECT_FALSE(plugin_.on_activity(event).ok());
}

} // namespace
} // namespace passback::contract
