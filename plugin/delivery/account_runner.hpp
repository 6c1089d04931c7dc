// Takes the planned requests of one account to the SIS: reads first what has to be read, attaches
// the token or signs, sends, and says what became of each.
//
// One runner per leased account, each with its own rate, breaker, token and limit of requests in
// flight, so that nothing one SIS does slows another. Belongs to the worker's thread; touches
// neither storage nor sockets itself.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/delivery/account_gate.hpp"
#include "plugin/delivery/authenticator.hpp"
#include "plugin/delivery/outcome.hpp"
#include "plugin/delivery/plan.hpp"
#include "plugin/delivery/rate_limit.hpp"
#include "plugin/delivery/transport.hpp"
#include "plugin/oneroster/reads.hpp"
#include "plugin/platform/clock.hpp"
#include "plugin/platform/log.hpp"

namespace passback::delivery {

struct RunnerParts {
  Transport& transport;
  settings::SecretCache& secrets;
  platform::Log& log;
  const platform::Clock& clock;
  std::function<double()> random;  ///< [0, 1)
  std::function<void()> wake_host; ///< a secret is wanted
  std::int64_t probe_max_ms = 300'000;
};

/// What the worker writes into the outbox for an account.
struct Settlement {
  std::vector<Outcome> outcomes;
  std::vector<outbox::SisDocumentRow> learned;
  std::optional<AccountChange> account;
  bool empty() const { return outcomes.empty() && learned.empty() && !account; }
};

class AccountRunner {
 public:
  AccountRunner(RunnerParts parts, std::string account_key);
  ~AccountRunner();
  AccountRunner(const AccountRunner&) = delete;
  AccountRunner& operator=(const AccountRunner&) = delete;

  /// The account's connections, under the settings of that generation.
  void configure(std::vector<RoutePtr> routes, std::int64_t settings_generation);
  const std::vector<RoutePtr>& routes() const { return routes_; }
  /// True if every secret that the account needs is there; wishes for those that are not.
  bool has_secrets();

  /// A lease was taken; what the account's row says holds from now on.
  void lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms, const outbox::AccountRow& row,
                   std::int64_t refused_under);
  void lease_renewed(std::int64_t deadline_boot_ms) { deadline_boot_ms_ = deadline_boot_ms; }
  /// Cuts what is in flight and gives back what is planned; nothing goes out any more.
  void lease_lost();
  bool leased() const { return epoch_ != 0; }
  std::int64_t epoch() const { return epoch_; }
  /// The question before each byte: is the account still ours, by the clock that counts pauses too?
  bool may_send() const;

  /// How many requests more may be planned now.
  int slots() const;
  const std::map<Deed, std::int64_t>& blocked() const { return blocked_; }
  void accept(std::vector<PlannedRequest> planned);
  /// Starts what may start.
  void advance();
  /// How long until a request may go that waits for its turn; nullopt = none waits for time.
  std::optional<std::int64_t> wait_ms();
  /// Gives back what has not started.
  void give_back_planned(Code code);
  /// Ends everything in flight, at no cost to the records.
  void cut_all();

  std::size_t in_flight() const { return in_flight_.size(); }
  std::size_t busy() const { return in_flight() + queue_.size(); }
  std::int64_t requests() const { return requests_; }
  Settlement take_settlement();

 private:
  enum class Step { read_class, read_line_item, write, read_parent };
  struct Exchange {
    PlannedRequest planned;
    std::string credentials;
    bool class_read = false, line_item_read = false, refreshed = false, parent_asked = false;
    std::uint64_t token = 0;
  };
  using ExchangePtr = std::shared_ptr<Exchange>;
  enum class Start { started, later, stop };

  static Step step_of(const Exchange& exchange);
  static Deed deed_of(const Exchange& exchange, Step step);
  Result<oneroster::HttpRequest> request_of(const Exchange& exchange, Step step) const;
  Start start(const ExchangePtr& exchange);
  Start fetch_token(const std::string& credentials, const RoutePtr& route);
  void send(oneroster::HttpRequest request, const Route& route, const std::string& request_id,
            std::function<void(TransferResult)> done);
  int limit(AccountGate::Admission admission) const;

  void token_done(const std::string& credentials, const RoutePtr& route, TransferResult result);
  void step_done(const ExchangePtr& exchange, Step step, TransferResult result);
  void secret_missing();
  void step_failed(const Exchange& exchange, Step step, const TransferResult& result);
  void step_answered(const ExchangePtr& exchange, Step step, const oneroster::HttpAnswer& answer);
  void succeeded(const ExchangePtr& exchange, Step step, const oneroster::HttpAnswer& answer,
                 const oneroster::Verdict& verdict);
  void target_gone(const ExchangePtr& exchange, Step step, const oneroster::Verdict& verdict,
                   int status);
  void refused_credentials(const ExchangePtr& exchange, Step step, int status);
  void block(const Exchange& exchange, Step step, Code code, int status);
  void read_failed(const Exchange& exchange, Code code, int status);
  void no_permission(const ExchangePtr& exchange, Step step, const oneroster::Verdict& verdict,
                     int status);
  void server_failed(const Exchange& exchange, Step step, const oneroster::Verdict& verdict,
                     int status);
  void go_on(const ExchangePtr& exchange) { queue_.push_front(exchange); }

  Outcome outcome_of(const Exchange& exchange, Fate fate, Code code) const;
  void end(Outcome outcome) { settlement_.outcomes.push_back(std::move(outcome)); }
  void not_sent(const Exchange& exchange, Code code, int status, std::int64_t retry_unix_ms);
  void after_gate_closed();
  std::int64_t retry_at(const Exchange& exchange) const;
  /// As wished, but not before the SIS has had the time that its profile gives it to be done with a
  /// request that nobody answered.
  std::int64_t after_settling(const Exchange& exchange, std::int64_t wished_unix_ms) const;

  RunnerParts parts_;
  std::string account_key_;
  std::vector<RoutePtr> routes_;
  std::int64_t generation_ = -1;
  int max_in_flight_ = 1;
  AccountGate gate_;
  RateLimit rate_;
  std::map<std::string, Authenticator> authenticators_;
  std::map<Deed, std::int64_t> blocked_;
  std::set<Deed> worked_;
  std::int64_t epoch_ = 0;
  std::int64_t deadline_boot_ms_ = 0;
  std::deque<ExchangePtr> queue_;
  std::map<std::uint64_t, TransferId> in_flight_; ///< by a number of our own
  std::uint64_t last_flight_ = 0;
  std::set<gradebook::SourcedId> classes_in_flight_;
  std::map<std::int64_t, std::int32_t> read_failures_; ///< by record
  std::int64_t requests_ = 0;
  Settlement settlement_;
};

} // namespace passback::delivery
