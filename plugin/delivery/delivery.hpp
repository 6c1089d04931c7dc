// The worker: takes what is due from the outbox to the SIS, from a thread of its own.
//
// Threads: one worker (every OneRoster call, all of libcurl) and the ledger's storage thread. The
// worker never calls the host; what it has to say goes to the Log and Notices, what it needs to
// know it takes from the SecretCache.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/outbox/store.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/ip_address.hpp"
#include "plugin/platform/log.hpp"
#include "plugin/settings/secrets.hpp"
#include "plugin/texts/phrase.hpp"

namespace passback::delivery {

/// Whom a notice is for, by the numbers of LMS_AUDIENCE_.
enum class Audience { administrators = 0, teachers = 1, user = 2, addresses = 3 };

/// Something that a person should know; shown by the host at the next pump. No student's name,
/// score or comment stands in one.
struct Notice {
  int severity = 2; ///< as LMS_NOTICE_
  std::string domain_id, dedupe_key;
  /// Said on the host's thread, in the language of whoever reads it.
  texts::Phrase title, body;
  Audience audience = Audience::administrators;
  bool over = false;   ///< what the notice of this key told is over
  std::string kind;    ///< what it is about: "account", "class", "site", "digest", "period_end"
  std::string item_id; ///< the menu item that helps
  std::string class_id, school_year, user_id;
  std::string addresses_json;       ///< of Audience::addresses
  std::string text_key;             ///< texts/notice_texts.cpp, without ".title" and ".body"
  std::vector<texts::Param> values; ///< by the names that stand in it
};

/// The notice with the text of that key, made with its values.
Notice worded(Notice notice, std::string_view text_key, std::vector<texts::Param> values);
/// The values "code", "sentence" and "step": what happened, and what an administrator does next;
/// "what" is the two sentences in one.
std::vector<texts::Param> values_of(Code code);

struct DeliveryOptions {
  std::string data_dir; ///< where the owner's lock file goes
  std::int64_t lease_ms = 10'000;
  std::string user_agent;
  platform::AddressPolicy addresses; ///< where an SIS may be; public addresses alone unless said
  std::string ca_pem;                ///< certificates trusted besides the system's
  std::int64_t breaker_probe_max_ms = 300'000; ///< a down account is probed at least this often
};

/// Everything the worker uses; all outlive it, all are thread-safe.
struct DeliveryParts {
  outbox::Store& store;
  const oneroster::ProfileCatalog& profiles;
  settings::SecretCache& secrets;
  platform::Log& log;
  const platform::Clock& clock;
  std::function<void(Notice)> notify;
  std::function<void()> wake_host; ///< "pump soon": a secret is wanted, a notice waits
};

/// What it is doing now, for status documents. Counts since start.
struct DeliverySnapshot {
  bool held = false; ///< the site guard holds delivery
  std::int64_t in_flight = 0, requests = 0, confirmed = 0, doubtful = 0;
  std::int64_t leased_accounts = 0;
};

class Delivery {
 public:
  /// Nothing runs before start.
  static std::unique_ptr<Delivery> create(DeliveryParts parts, DeliveryOptions options);
  virtual ~Delivery() = default;
  /// Starts the worker. Code::state if it runs.
  virtual Status start() = 0;
  /// Something new may be due: look soon. Any thread, never blocks.
  virtual void nudge() = 0;
  /// Lets what is in flight run for half the deadline, then cuts it off (in doubt), saves outcomes,
  /// gives leases back, joins. Code::deadline if a thread is still inside a system call (a disk, a
  /// file): it ends when that does; ask again, or leave it.
  virtual Status stop(std::chrono::milliseconds deadline) = 0;
  /// After a stop that answered Code::deadline: gives the thread up to itself, the one detached
  /// thread that there is. It keeps `used`, which is everything that it touches, until it has
  /// ended. Nothing runs any more as far as this object knows.
  virtual void leave(std::shared_ptr<void> used) = 0;
  virtual DeliverySnapshot snapshot() const = 0;
};

} // namespace passback::delivery
