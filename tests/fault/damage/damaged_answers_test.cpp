// Hundreds of damaged answers while teachers go on grading. Whatever the SIS, or the way to it,
// says: nothing crashes, nothing is lost, nobody is stormed, and everything has a name.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>

#include <gtest/gtest.h>

#include "tests/fault/damage/damaging_proxy.hpp"
#include "tests/integration/delivery/lms.hpp"
#include "tests/integration/delivery/sis.hpp"
#include "tests/integration/delivery/wait_until.hpp"

namespace passback::fault {
namespace {

using namespace std::chrono_literals;
using integration::Lms;
using integration::Sis;
using integration::wait_until;
using settings::Credential;
using settings::OneRosterVersion;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

host_stub::sis::SisConfig patient_sis() {
  host_stub::sis::SisConfig config;
  config.timestamp_window = std::chrono::hours(400 * 24); // the LMS's clock is moved by months
  config.threads = 4;
  return config;
}

struct Way {
  const char* name;
  OneRosterVersion version;
  Credential credential;
  bool token_url;
  const char* secret;
};
constexpr Way kWays[] = {
    {"12oauth2", OneRosterVersion::v1p2, Credential::api_key, true, "lms-secret"},
    {"11oauth2", OneRosterVersion::v1p1, Credential::api_key, true, "lms-secret"},
    {"11oauth1", OneRosterVersion::v1p1, Credential::api_key, false, "lms-secret"},
    {"12token", OneRosterVersion::v1p2, Credential::access_token, false, "lms-token"},
    {"11token", OneRosterVersion::v1p1, Credential::access_token, false, "lms-token"}};

constexpr int kMostChanges = 3;

// One LMS that reaches the SIS through its own damaging proxy.
class Site {
 public:
  Site(const Way& way, std::uint16_t sis_port, std::uint64_t seed)
      : way_(way), proxy(sis_port, seed), dice_(seed) {
    auto connection = Lms::connection_to(proxy.url(), way.version);
    connection.credential = way.credential;
    if (!way.token_url) {
      connection.token_url.clear();
    }
    if (way.credential == Credential::access_token) {
      connection.api_key.clear();
    }
    lms.probe_max_ms = 60'000;
    lms.connect(connection, way.secret);
    for (const auto& activity : activities()) {
      lms.activity(activity);
    }
    deliverer_ = lms.deliverer();
  }

  std::vector<std::string> activities() const {
    return {std::string("essay-") + way_.name, std::string("quiz-") + way_.name};
  }

  // Some ordinary minutes of a teacher: at most three changes.
  void grade() {
    for (auto changes = dice_() % (kMostChanges + 1); changes > 0; --changes) {
      const auto activity = activities()[dice_() % 2];
      const auto student = "s" + std::to_string(1 + dice_() % 6);
      auto& cell = expected[{activity, student}];
      switch (dice_() % 12) {
      case 0:
        lms.clear(student, activity);
        cell = "";
        break;
      case 1:
        lms.withdraw(student, activity);
        cell = "";
        break;
      case 2:
        lms.activity(activity, "Title " + std::to_string(dice_() % 1000));
        [[fallthrough]];
      default:
        cell = std::to_string(dice_() % 101);
        lms.score(student, cell, activity);
      }
    }
    pump();
  }

  // A host gives the secret again when it is asked for it, which happens after each refusal.
  void pump() {
    lms.secrets.put("sis-secret", 1, settings::Secret(way_.secret));
    deliverer_.delivery->nudge();
  }
  std::string tale_of(const outbox::Record& record) {
    std::string tale;
    for (const auto& row : lms.history_rows(record.id)) {
      tale.insert(0, "\n  " + std::to_string(row.seq) + " " + row.event + " " +
                         std::to_string(row.http_status) + " " + std::string(info(row.code).id));
    }
    for (const auto& line : proxy.tale_of(record.wire_id.value)) {
      tale += "\n  " + line;
    }
    return tale;
  }
  bool idle() const { return deliverer_.delivery->snapshot().in_flight == 0; }
  const char* name() const { return way_.name; }

  const Way& way_;
  DamagingProxy proxy;
  Lms lms;
  // (activity, student) → the score as the SIS must have it in the end; "" = none
  std::map<std::pair<std::string, std::string>, std::string> expected;

 private:
  std::mt19937_64 dice_;
  Lms::Deliverer deliverer_;
};

class DamagedAnswers : public ::testing::Test {
 protected:
  DamagedAnswers() {
    std::cout << "seed " << seed << " (PASSBACK_SEED), " << wanted
              << " damaged answers (PASSBACK_DAMAGES)\n";
    for (const Way& way : kWays) {
      sites.push_back(std::make_unique<Site>(way, sis.port(), seed + sites.size()));
    }
  }

  int damaged() const {
    int sum = 0;
    for (const auto& site : sites) {
      sum += site->proxy.damaged();
    }
    return sum;
  }

  // Nothing in flight, and nothing new for a while.
  void wait_for_quiet(std::chrono::milliseconds quiet = 80ms) {
    int last = -1;
    auto since = std::chrono::steady_clock::now();
    EXPECT_TRUE(wait_until([&] {
      int sum = 0;
      bool idle = true;
      for (const auto& site : sites) {
        sum += site->proxy.requests();
        idle = idle && site->idle();
      }
      const auto now = std::chrono::steady_clock::now();
      if (sum != last || !idle) {
        last = sum;
        since = now;
      }
      return now - since > quiet;
    }));
  }

  void move_clocks(std::chrono::milliseconds by) {
    for (const auto& site : sites) {
      site->lms.clock.move(by);
    }
  }

  // Every state and every line of the history has a row of the catalogue, and none is "a defect".
  void everything_has_a_name() {
    for (const auto& site : sites) {
      const auto account = site->lms.account();
      EXPECT_NE(account.code, Code::internal) << site->name();
      EXPECT_TRUE(account.state == outbox::AccountState::ok || account.code != Code::none)
          << site->name();
      for (const auto& record : site->lms.records()) {
        EXPECT_NE(record.code, Code::internal) << site->name() << " " << record.wire_id.value;
        const bool needs_a_reason =
            record.state == outbox::State::waiting || record.state == outbox::State::rejected ||
            record.state == outbox::State::failed || record.state == outbox::State::unlinked ||
            record.state == outbox::State::conflict;
        EXPECT_TRUE(!needs_a_reason || record.code != Code::none)
            << site->name() << " " << record.wire_id.value << " " << static_cast<int>(record.state);
        for (const auto& row : site->lms.history_rows(record.id)) {
          EXPECT_NE(row.code, Code::internal) << site->name() << " " << row.event;
          // On a slow machine the clocks that are moved can cost an owner its lease.
          const bool names_itself =
              row.event == "sent" || row.event == "confirmed" || row.event == "observed" ||
              row.event == "released" || row.event == "fenced" || row.event == "still_there" ||
              row.event == "columns_read" || row.event.starts_with("left_id ");
          EXPECT_TRUE(names_itself || row.code != Code::none) << site->name() << " " << row.event;
        }
      }
    }
  }

  // While the clock stands, one address is asked once, once more for each change, and again at most
  // every 200 ms, the shortest back-off; twice that, because a refused token is replaced and
  // libcurl repeats what met a dead connection. Without back-off it would be hundreds.
  int no_storm(std::chrono::steady_clock::duration took) const {
    const auto pauses = static_cast<int>(took / 200ms);
    int most = 0;
    for (const auto& site : sites) {
      for (const auto& [path, count] : site->proxy.paths()) {
        EXPECT_LE(count, 2 * (1 + kMostChanges + pauses)) << site->name() << " " << path;
        most = std::max(most, count);
      }
    }
    return most;
  }

  const std::uint64_t seed = number_from("PASSBACK_SEED", 20261126);
  const int wanted = static_cast<int>(number_from("PASSBACK_DAMAGES", 500));
  Sis sis{patient_sis()};
  std::vector<std::unique_ptr<Site>> sites;
};

TEST_F(DamagedAnswers, CrashNothingLoseNothingStormNobodyAndAllHaveNames) {
  std::mt19937_64 dice(seed);
  constexpr std::chrono::milliseconds kPauses[] = {2s, 40s, 16min, 2h, 25h};
  int waves = 0;
  int most = 0;
  for (; damaged() < wanted && waves < 400; ++waves) {
    for (const auto& site : sites) {
      // Whole hours in which nothing comes back sound, and others that are only now and then bad.
      site->proxy.set_share(waves % 5 == 4 ? 100 : 40);
      site->proxy.forget_paths();
      site->grade();
    }
    const auto begun = std::chrono::steady_clock::now();
    wait_for_quiet();
    everything_has_a_name();
    most = std::max(most, no_storm(std::chrono::steady_clock::now() - begun));
    for (const auto& site : sites) {
      if (waves % 3 == 2) {
        site->lms.send_again();
      }
    }
    move_clocks(kPauses[dice() % 5]);
    if (HasFailure()) {
      break;
    }
  }
  std::cout << damaged() << " answers damaged in " << waves << " waves; at most " << most
            << " requests for one address in a wave\n";

  EXPECT_GE(damaged(), wanted);

  for (const auto& site : sites) {
    site->proxy.set_share(0);
  }
  const auto settled = [&] {
    return std::ranges::all_of(sites, [](const auto& site) { return site->lms.all_settled(); });
  };
  for (int wave = 0; wave < 30 && !settled(); ++wave) {
    move_clocks(25h);
    for (const auto& site : sites) {
      site->lms.send_again();
      site->pump();
    }
    wait_for_quiet(600ms);
  }
  everything_has_a_name();
  for (const auto& site : sites) {
    for (const auto& record : site->lms.records()) {
      EXPECT_TRUE(record.state == outbox::State::settled ||
                  record.state == outbox::State::withdrawn)
          << site->name() << " " << record.wire_id.value << " stays in state "
          << static_cast<int>(record.state) << ", " << info(record.code).id << " "
          << record.http_status << " " << record.detail;
    }
    const auto records = site->lms.records();
    for (const auto& [cell, score] : site->expected) {
      // What was deleted and came back has another id than it began with.
      const auto record = std::ranges::find_if(records, [&](const outbox::Record& one) {
        return one.key.kind == outbox::Kind::result && one.key.activity_id.value == cell.first &&
               one.key.student_id.value == cell.second;
      });
      ASSERT_NE(record, records.end()) << site->name() << " " << cell.first << " " << cell.second;
      EXPECT_EQ(sis.score_of(record->wire_id.value), score)
          << site->name() << " " << cell.first << " " << cell.second << site->tale_of(*record);
    }
  }
  for (int kind = 0; kind < kKinds; ++kind) {
    int used = 0;
    for (const auto& site : sites) {
      used += site->proxy.kinds()[name_of(static_cast<Kind>(kind))];
    }
    EXPECT_GT(used, 0) << name_of(static_cast<Kind>(kind));
  }
}

} // namespace
} // namespace passback::fault
