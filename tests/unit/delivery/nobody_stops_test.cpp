// Nobody stops the others: 40 grades of 8 classes, one of which meets trouble in every way there
// is. The runner speaks to an SIS that is played here, with a clock that the test moves; what the
// ledger would store of a grade is kept in a few lines.
#include <functional>

#include <gtest/gtest.h>

#include "plugin/delivery/worker/account_runner.hpp"
#include "tests/unit/delivery/scripted_transport.hpp"
#include "tests/unit/exchange/planned_requests.hpp"

namespace passback::delivery {
namespace {

using outbox::AccountState;

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kPoisoned = 17;
constexpr int kGrades = 40;
constexpr int kClasses = 8;
constexpr const char* kSignInPage =
    "<html><head><title>Request blocked</title></head><body>No.</body></html>";

struct Way {
  std::string name;
  int status = 0;
  std::string body = {};
  std::vector<oneroster::Header> headers = {};
  bool silence = false; ///< nothing comes; after the time-out if it says so, else a reset
  std::int64_t after_ms = 0;
};

std::ostream& operator<<(std::ostream& out, const Way& way) {
  return out << way.name;
}

const std::vector<Way> kWays = {{"401", 401},
                                {"403", 403},
                                {"404_as_a_page", 404, kSignInPage},
                                {"429_without_a_time", 429},
                                {"500", 500},
                                {"302", 302, "", {{"Location", "https://login.example/"}}},
                                {"reset", 0, "", {}, true},
                                {"20_s_of_silence", 0, "", {}, true, 20 * kSecond},
                                {"sign_in_page_with_200", 200, kSignInPage}};

class District : public ::testing::Test {
 protected:
  District() {
    profile.name = "test";
    profile.max_in_flight = 2;
    profile.requests_per_second = 5;
    profile.request_timeout_s = 20;
    secrets.put("secret", 1, settings::Secret("s3cret"));
    route = exchange::route_to_sis(profile);
    route->way = oneroster::AuthWay::oauth2_client_credentials;
    runner = std::make_unique<AccountRunner>(
        RunnerParts{transport, secrets, log, clock, [] { return 0.5; }, [] {}, 300'000});
    runner->configure({route}, 1);
    runner->lease_taken(1, clock.now + 48 * 3600 * kSecond, {}, 0);
    for (int i = 0; i < kGrades; ++i) {
      grades[i].due = clock.now;
    }
  }

  struct Grade {
    bool arrived = false, planned = false;
    std::int64_t due = 0;
    std::int32_t attempts = 0;
    std::optional<exchange::Outcome> set_aside;
  };

  exchange::PlannedRequest plan(std::int64_t id) {
    exchange::PlannedRequest planned;
    planned.record_id = id;
    planned.epoch = 1;
    planned.attempts = grades[id].attempts;
    planned.request_id = "request-" + std::to_string(id);
    planned.route = route;
    planned.wire_id.value = "result-" + std::to_string(id);
    planned.sis_class_id.value = "class-" + std::to_string(id % kClasses);
    planned.parent_id = 1000 + id % kClasses;
    planned.parent_wire_id.value = "line-item-" + std::to_string(id % kClasses);
    oneroster::ResultInput input;
    input.wire_id = planned.wire_id;
    input.line_item_id = planned.parent_wire_id;
    input.student_id.value = "student-" + std::to_string(id);
    input.score_date = "2027-03-09";
    input.facts.points = gradebook::Decimal::from_integer(80);
    planned.content = input;
    return planned;
  }

  /// What the ledger does: plans what is due, in the order in which it fell due; stores outcomes.
  void store() {
    for (auto& outcome : runner->take_settlement().outcomes) {
      auto& grade = grades[outcome.record_id];
      grade.planned = false;
      grade.arrived = outcome.status == exchange::RequestStatus::confirmed;
      grade.attempts = outcome.attempts + (outcome.blameless ? 0 : 1);
      grade.due = outcome.retry_unix_ms;
      if (outcome.set_aside) {
        grade.set_aside = std::move(outcome);
      }
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> due;
    for (const auto& [id, grade] : grades) {
      if (!grade.arrived && !grade.planned && !grade.set_aside && grade.due <= clock.now) {
        due.emplace_back(grade.due, id);
      }
    }
    std::ranges::sort(due);
    std::vector<exchange::PlannedRequest> planned;
    for (const auto& [at, id] : due) {
      if (static_cast<int>(planned.size()) < runner->slots()) {
        grades[id].planned = true;
        planned.push_back(plan(id));
      }
    }
    runner->accept(std::move(planned));
  }

  bool is_poisoned(const oneroster::HttpRequest& request) const {
    return poison && request.method == "PUT" &&
           request.url.ends_with("/result-" + std::to_string(kPoisoned));
  }

  /// The SIS: whatever has come is answered, silence when its time is over.
  void answer() {
    for (std::size_t at = 0; at < transport.flights.size();) {
      const auto id = transport.flights[at].id;
      const auto& request = transport.request(at);
      const auto since = came.try_emplace(id, clock.now).first->second;
      const bool poisoned = is_poisoned(request);
      if (poisoned && clock.now - since < poison->after_ms) {
        ++at;
        continue;
      }
      ++requests;
      if (poisoned && poison->silence) {
        transport.fail_at(at, oneroster::TransportFailure::maybe_stored, Code::sis_timeout);
      } else if (poisoned) {
        transport.answer_at(at, poison->status, poison->body, poison->headers);
      } else if (request.url == route->endpoint.token_url) {
        transport.answer_at(at, 200, R"({"access_token":"t","token_type":"bearer"})");
      } else if (request.method == "GET") {
        const bool one = request.url.find("/results/") != std::string::npos;
        transport.answer_at(at, one ? 404 : 200, one ? "{}" : R"({"categories":[]})");
      } else {
        arrivals.push_back(clock.now);
        transport.answer_at(at, 201);
      }
    }
  }

  void pass(
      std::int64_t ms, const std::function<bool()>& until = [] { return false; }) {
    for (const auto end = clock.now + ms; clock.now < end && !until(); clock.now += 50) {
      store();
      runner->advance();
      answer();
    }
    store();
  }
  int arrived() const {
    return static_cast<int>(
        std::ranges::count_if(grades, [](const auto& one) { return one.second.arrived; }));
  }

  oneroster::Profile profile;
  settings::SecretCache secrets;
  SilentLog log;
  HandClock clock;
  ScriptedTransport transport;
  std::shared_ptr<exchange::Route> route;
  std::unique_ptr<AccountRunner> runner;
  std::map<std::int64_t, Grade> grades;
  std::optional<Way> poison;
  std::map<TransferId, std::int64_t> came;
  std::vector<std::int64_t> arrivals;
  int requests = 0;
};

class DistrictInTrouble : public District, public ::testing::WithParamInterface<Way> {};

TEST_P(DistrictInTrouble, TheOthersArriveAndTheOneIsNamedWithWhatWasAnswered) {
  poison = GetParam();
  pass(30 * kSecond);
  EXPECT_EQ(arrived(), kGrades - 1);
  pass(10 * 60 * kSecond, [&] { return grades[kPoisoned].set_aside.has_value(); });
  ASSERT_TRUE(grades[kPoisoned].set_aside.has_value());
  const auto& outcome = *grades[kPoisoned].set_aside;
  EXPECT_EQ(outcome.attempts + 1, kSetAsideAfter);
  EXPECT_EQ(info(outcome.code).id, "record.set_aside");
  EXPECT_EQ(outcome.http_status, poison->status);
  const std::string status = poison->silence ? "no answer" : std::to_string(poison->status);
  EXPECT_EQ(outcome.sis_words.find(status), 0U) << outcome.sis_words;
  if (!poison->body.empty()) {
    EXPECT_NE(outcome.sis_words.find("Request blocked"), std::string::npos) << outcome.sis_words;
  }
  EXPECT_LT(requests, kGrades + 25) << "nobody is asked in vain";
  // Somebody sends it again, or a day is over, and the cause is gone.
  poison.reset();
  grades[kPoisoned].set_aside.reset();
  grades[kPoisoned].due = clock.now;
  pass(kSecond);
  EXPECT_EQ(arrived(), kGrades);
}

TEST_P(DistrictInTrouble, TheOneGoesByItselfWhenTheCauseIsGoneBeforeItIsSetAside) {
  poison = GetParam();
  pass(30 * kSecond, [&] { return grades[kPoisoned].attempts >= 2; });
  poison.reset();
  pass(60 * kSecond);
  EXPECT_EQ(arrived(), kGrades);
}

TEST_P(DistrictInTrouble, ATroubleThatEverybodyMeetsSetsNobodyAside) {
  profile.request_timeout_s = 20;
  const Way way = GetParam();
  bool over = false;
  const auto meet_all = [&](std::int64_t ms) {
    for (const auto end = clock.now + ms; clock.now < end; clock.now += kSecond) {
      store();
      runner->advance();
      for (std::size_t at = 0; at < transport.flights.size();) {
        const auto since = came.try_emplace(transport.flights[at].id, clock.now).first->second;
        if (clock.now - since < way.after_ms) {
          ++at;
          continue;
        }
        ++requests;
        const bool token = transport.request(at).url == route->endpoint.token_url;
        if (over) {
          answer();
        } else if (token && !way.silence) {
          transport.answer_at(at, 200, R"({"access_token":"t","token_type":"bearer"})");
        } else if (way.silence) {
          transport.fail_at(at, oneroster::TransportFailure::maybe_stored, Code::sis_timeout);
        } else {
          transport.answer_at(at, way.status, way.body, way.headers);
        }
      }
    }
  };
  meet_all(2 * 3600 * kSecond);
  for (const auto& [id, grade] : grades) {
    EXPECT_FALSE(grade.set_aside.has_value()) << id;
  }
  EXPECT_LT(requests, 2 * 3600 / 5) << "the SIS is not knocked down";
  over = true;
  meet_all(3600 * kSecond);
  EXPECT_EQ(arrived(), kGrades) << "they go by themselves";
}

INSTANTIATE_TEST_SUITE_P(Ways, DistrictInTrouble, ::testing::ValuesIn(kWays),
                         [](const auto& one) { return "Met_" + one.param.name; });

TEST_F(District, WithATimeToWaitNobodyGoesBeforeAndThenAllArrive) {
  poison = Way{"429", 429, "", {{"Retry-After", "5"}}};
  const auto first = [&] { return !transport.flights.empty() && is_poisoned(transport.request()); };
  grades[kPoisoned].due = 0; // it is the first
  for (int i = 0; i < 100 && !first(); ++i) {
    clock.now += 50;
    store();
    runner->advance();
    if (!first()) {
      answer();
    }
  }
  ASSERT_TRUE(first());
  answer();
  poison.reset();
  const auto asked_at = clock.now;
  const auto before = arrivals.size();
  pass(30 * kSecond);
  EXPECT_EQ(arrived(), kGrades);
  ASSERT_GT(arrivals.size(), before);
  EXPECT_GE(arrivals[before], asked_at + 5 * kSecond);
}

} // namespace
} // namespace passback::delivery
