// Whether anything may be sent to an account now. What stops a whole account is kept here and in
// its row, never in its records: they wait, however long it takes, and lose nothing by it.
//
// Pure: time (wall clock, ms) and random numbers are passed in. Used by the worker only.
#pragma once

#include <cstdint>
#include <optional>

#include "plugin/delivery/settlement.hpp"
#include "plugin/delivery/worker/breaker.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

/// What was refused is asked for again after that time.
inline constexpr std::int64_t kRefusedRetryMs = 15LL * 60 * 1000;
/// A wrong address, or a gateway that is just starting, that was met so often before: after 15
/// seconds, then twice as long, up to the other.
std::int64_t wrong_address_retry_ms(std::int32_t before);

class AccountGate {
 public:
  enum class Admission { closed, one_at_a_time, open };

  explicit AccountGate(BreakerOptions options) : breaker_(options) {}

  /// Takes over what is stored. `refused_under`: settings generation under which the SIS refused
  /// the credentials, 0 = not known.
  void restore(const outbox::AccountRow& row, std::int64_t refused_under);
  /// Newer settings open an account that the SIS refused: a person has acted.
  void settings_are(std::int64_t generation);

  /// An account that is not well is asked with one request at a time, and so is one whose
  /// credentials have not worked yet: a wrong secret must not cause a storm. One that is down takes
  /// no records before a probe has passed; see wants_probe.
  Admission admission(std::int64_t now_unix_ms) const;
  bool standing() const { return state_ == outbox::AccountState::ok; }
  outbox::AccountState state() const { return state_; }
  Code code() const { return code_; }
  std::int64_t retry_unix_ms() const { return retry_unix_ms_; }
  std::int32_t failures() const { return breaker_.failures(); }

  /// True if the account is down and may be asked again: by one harmless read, before any record.
  bool wants_probe(std::int64_t now_unix_ms) const;

  /// The SIS answered and did its work; the credentials are good.
  void answered(std::int64_t now_unix_ms);
  /// The SIS does not answer, or a probe of it failed.
  void failed(Code code, std::int64_t now_unix_ms, double random);
  /// Nothing before that time (Retry-After, a token that could not be had).
  void pause(Code code, std::int64_t until_unix_ms, std::int64_t now_unix_ms);
  /// The SIS refuses the credentials, the address is wrong or may not be contacted: asked again at
  /// that time, at once under newer settings, and of an address by a process that has just taken
  /// the account over.
  void refuse(Code code, std::int64_t retry_unix_ms);
  void shut_window(std::int64_t until_unix_ms);
  void miss_secret(std::int64_t now_unix_ms, Code code = Code::secret_missing);
  void have_secret();

  /// What is to be written into the account's row, once for each change.
  std::optional<AccountChange> take_change();

 private:
  /// 0 = its time has come.
  std::int64_t waits_until(std::int64_t now_unix_ms) const;
  void set(outbox::AccountState state, Code code, std::int64_t retry_unix_ms);

  Breaker breaker_;
  outbox::AccountState state_ = outbox::AccountState::ok;
  Code code_ = Code::none;
  std::int64_t retry_unix_ms_ = 0;
  std::int64_t generation_ = 0;
  std::int64_t refused_under_ = 0;
  bool proven_ = false;
  bool changed_ = false;
  bool told_ =
      false; ///< people were told of a trouble, and no answer has shown yet that it is over
};

} // namespace passback::delivery
