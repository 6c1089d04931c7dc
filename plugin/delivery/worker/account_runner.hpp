// Takes the planned requests of one account to the SIS and says what became of each: carries the
// exchanges of its records (exchange/record_exchange.hpp), one step after the other, as far as
// lease, rate, credentials and the limit of requests in flight allow.
//
// One runner per leased account, so that nothing one SIS does slows another. Belongs to the
// worker's thread; touches neither storage nor sockets itself.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/delivery/settlement.hpp"
#include "plugin/delivery/worker/account_probe.hpp"
#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_tokens.hpp"
#include "plugin/delivery/worker/account_wire.hpp"
#include "plugin/delivery/worker/fresh_reads.hpp"
#include "plugin/delivery/worker/job_requests.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"
#include "plugin/exchange/record_exchange.hpp"

namespace passback::delivery {

/// What the worker writes into the outbox for an account.
struct Settlement {
  std::vector<exchange::Outcome> outcomes;
  std::vector<outbox::SisDocumentRow> learned;
  std::optional<AccountChange> account;
  RefusalChanges refusals;
  std::uint64_t number = 0; ///< for saved()
  bool empty() const { return outcomes.empty() && learned.empty() && !account && refusals.empty(); }
};

class AccountRunner {
 public:
  explicit AccountRunner(RunnerParts parts);
  ~AccountRunner();
  AccountRunner(const AccountRunner&) = delete;
  AccountRunner& operator=(const AccountRunner&) = delete;

  /// The account's connections, under the settings of that generation.
  void configure(std::vector<exchange::RoutePtr> routes, std::int64_t settings_generation);
  const std::vector<exchange::RoutePtr>& routes() const { return routes_; }

  /// A lease was taken; what the account's row says holds from now on.
  void lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms, const outbox::AccountRow& row,
                   std::int64_t refused_under);
  /// Cuts what is in flight and gives back what is planned; nothing goes out any more.
  void lease_lost();

  AccountWire& wire() { return wire_; }
  AccountStanding& standing() { return standing_; }
  JobRequests& job_requests() { return job_requests_; }

  /// How many requests more may be planned now.
  int slots() const;
  /// Connections that something is planned or in flight of.
  std::set<std::string> busy_connections() const;
  void accept(std::vector<exchange::PlannedRequest> planned);
  /// Starts what may start.
  void advance();
  /// How long until a request may go that waits for its turn; nullopt = none waits for time.
  std::optional<std::int64_t> wait_ms();
  /// Gives back what has not started.
  void give_back_planned(Code code);
  /// Ends everything in flight, at no cost to the records.
  void cut_all();

  std::size_t busy() const { return queue_.size() + static_cast<std::size_t>(wire_.in_flight()); }
  Settlement take_settlement();
  /// That settlement is in the outbox: what waited for it may go.
  void saved(std::uint64_t number);

 private:
  /// An exchange, with what the runner has to know of its latest request.
  struct Carried {
    explicit Carried(exchange::RecordExchange begun) : exchange(std::move(begun)) {}
    exchange::RecordExchange exchange;
    std::uint64_t token = 0;
    bool refreshed = false;        ///< it has had a fresh token already
    std::int64_t left_boot_ms = 0; ///< when its latest request left
    std::uint64_t saved_with = 0;  ///< a settlement that must be saved before the write may leave
  };
  using CarriedPtr = std::shared_ptr<Carried>;
  enum class Start { started, ended, again, later, stop };

  // account_runner.cpp
  Start start(const CarriedPtr& carried);
  Start send(const CarriedPtr& carried, exchange::Step step, oneroster::HttpRequest request);
  bool must_wait(const CarriedPtr& carried, exchange::Step step);
  bool give_back_if_blocked(const CarriedPtr& carried);
  int limit() const;
  void give_back_if_closed();

  // account_answers.cpp
  void came_back(const CarriedPtr& carried, exchange::Step step, const TransferResult& result);
  exchange::StepResult answered(Carried& carried, exchange::Step step,
                                const oneroster::HttpAnswer& answer);
  exchange::StepResult unanswered(Carried& carried, exchange::Step step,
                                  const TransferResult& result);
  bool refreshes(Carried& carried, exchange::Step step, const oneroster::Verdict& verdict);
  /// Does what a step led to. True: the exchange goes on, in whatever place of the line. `route`:
  /// its own, which an exchange that is over may have handed on.
  bool take(Carried& carried, const exchange::RoutePtr& route, exchange::StepResult result);
  void take_notes(Carried& carried, const exchange::RoutePtr& route, exchange::StepResult& result);
  void share(const exchange::Listing& listed);

  RunnerParts parts_;
  std::vector<exchange::RoutePtr> routes_;
  int max_in_flight_ = 1;
  int post_size_ = 1;
  AccountWire wire_;
  AccountStanding standing_;
  AccountTokens tokens_;
  AccountProbe probe_;
  JobRequests job_requests_;
  FreshReads fresh_reads_;
  std::deque<CarriedPtr> queue_;
  std::set<std::string> explaining_; ///< connections whose refusals have come in OneRoster's words
  std::set<std::string> proven_;     ///< connections that showed what becomes of ids
  std::map<std::string, std::weak_ptr<Carried>> proving_; ///< the one that shows it now
  std::uint64_t settlement_number_ = 1;                   ///< of the one that is being filled
  std::set<std::uint64_t> unsaved_;
  Settlement settlement_;
};

} // namespace passback::delivery
