// How an account stands: whether anything may go now, how fast, and what each answer changes of
// that. The one place where what a record met becomes a refusal of the record, of a kind of
// request, of a credential, or a state of the whole account. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/delivery/worker/account_gate.hpp"
#include "plugin/delivery/worker/credential_lanes.hpp"
#include "plugin/delivery/worker/rate_limit.hpp"
#include "plugin/delivery/worker/refusal_scope.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"
#include "plugin/delivery/worker/shut_windows.hpp"
#include "plugin/exchange/record_exchange.hpp"
#include "plugin/oneroster/answers/answer.hpp"

namespace passback::delivery {

class AccountStanding {
 public:
  using Admission = AccountGate::Admission;

  explicit AccountStanding(RunnerParts parts);

  /// The account's connections, under the settings of that generation. True if those are newer.
  bool configure(const std::vector<exchange::RoutePtr>& routes, std::int64_t settings_generation);
  /// What the account's row says, under a lease that was just taken.
  void restore(const outbox::AccountRow& row, std::int64_t refused_under);

  // May anything go?
  Admission admission() const { return gate_.admission(parts_.clock.unix_ms()); }
  bool is_closed() const { return admission() == Admission::closed; }
  /// Why a record may not go though others of the account may, and until when; none = it may.
  std::optional<Blocked> blocked(const exchange::PlannedRequest& planned) const;
  exchange::Circumstances circumstances(const exchange::Route& route) const;
  const AccountGate& gate() const { return gate_; }
  CredentialLanes& lanes() { return lanes_; }
  RateLimit& rate() { return rate_; }
  RefusalScope& scope() { return scope_; }

  // Secrets.
  /// True if that of one of its connections is there, so that it can be served; wishes for those
  /// that are not.
  bool has_secrets(bool leased);
  /// Where it has not: Code::secret_missing or Code::secret_unusable; of that connection's, if it
  /// is given.
  Code why_no_secret(const exchange::Route* route = nullptr);
  void secret_missing(const exchange::Route& route);

  // What answers say.
  /// The SIS spoke; whether it did its work is not known yet.
  void answered() { gate_.answered(parts_.clock.unix_ms()); }
  /// The SIS did its work for that record.
  void passed(const exchange::Route& route, const Asked& asked);
  Asked asked(const exchange::RecordExchange& exchange, exchange::Step step) const;
  /// A record met that: how long it rests, and whether it is to blame.
  struct Rest {
    exchange::RecordExchange::Ending ending;
    bool ask = false; ///< one harmless read would tell more
  };
  Rest met(const exchange::RecordExchange& exchange, exchange::Step step, const exchange::Met& met);
  /// True if the SIS said until when nothing should come: the account waits, whoever got it.
  bool pauses_as_asked(const oneroster::Verdict& verdict, std::int64_t left_boot_ms);
  void window_shut(const exchange::PlannedRequest& planned, std::int64_t until_unix_ms);
  void window_open(const exchange::PlannedRequest& planned) {
    windows_.open(planned, parts_.clock.unix_ms());
  }
  /// The SIS does not answer, or a probe of it failed.
  void failed(Code code) { gate_.failed(code, parts_.clock.unix_ms(), parts_.random()); }
  /// It is busy, and does not say until when.
  void busy(std::int32_t stops);
  /// A credential, or an address: where it is the account's only one, the account stands still;
  /// else it alone does.
  void refuse(const exchange::Route& route, Code code, std::int64_t retry_ms);
  /// The rules of this server do not let it go there.
  void refuse_address(const exchange::Route& route, const TransferResult& result);
  /// The token itself says that this kind of request would be refused. Until when it rests.
  std::int64_t not_granted(const exchange::Route& route, exchange::ServiceCall call);
  /// A test of the connection went well: what stopped the account is over.
  void test_passed(const exchange::Route& route);

  /// What is to be stored, once for each change.
  std::optional<AccountChange> take_change() { return gate_.take_change(); }

 private:
  std::int64_t own_retry(const exchange::PlannedRequest& planned) const;
  std::int64_t stop_kind(const exchange::Route& route, exchange::ServiceCall call,
                         const exchange::Met& met, const Reach& reach);

  RunnerParts parts_;
  AccountGate gate_;
  CredentialLanes lanes_;
  RefusalScope scope_;
  RateLimit rate_;
  ShutWindows windows_;
  std::int64_t generation_ = -1;
};

} // namespace passback::delivery
