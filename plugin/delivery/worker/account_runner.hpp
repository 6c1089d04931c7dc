// Takes the planned requests of one account to the SIS and says what became of each: carries the
// exchanges of its records (exchange/record_exchange.hpp), one step after the other, as far as
// lease, rate, credentials and the limit of requests in flight allow. Who is next and what a step
// led to, account_line.hpp knows; what an answer says about the account, account_answers.hpp.
//
// One runner per leased account, so that nothing one SIS does slows another. Belongs to the
// worker's thread; touches neither storage nor sockets itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "plugin/delivery/worker/account_answers.hpp"
#include "plugin/delivery/worker/account_line.hpp"
#include "plugin/delivery/worker/account_probe.hpp"
#include "plugin/delivery/worker/account_settlement.hpp"
#include "plugin/delivery/worker/account_standing.hpp"
#include "plugin/delivery/worker/account_tokens.hpp"
#include "plugin/delivery/worker/account_wire.hpp"
#include "plugin/delivery/worker/carried.hpp"
#include "plugin/delivery/worker/fresh_reads.hpp"
#include "plugin/delivery/worker/id_proofs.hpp"
#include "plugin/delivery/worker/job_requests.hpp"
#include "plugin/delivery/worker/runner_parts.hpp"
#include "plugin/exchange/record_exchange.hpp"

namespace passback::delivery {

class AccountRunner {
 public:
  explicit AccountRunner(RunnerParts parts);
  ~AccountRunner();
  AccountRunner(const AccountRunner&) = delete;
  AccountRunner& operator=(const AccountRunner&) = delete;

  /// The account's connections, under the settings of that generation.
  void configure(std::vector<exchange::RoutePtr> routes, std::int64_t settings_generation);
  const std::vector<exchange::RoutePtr>& routes() const { return routes_; }
  /// So that each connection is once the first to be served.
  void turn_connections();

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
  void accept(std::vector<exchange::PlannedRequest> planned) { line_.accept(std::move(planned)); }
  /// Starts what may start.
  void advance();
  /// How long until a request may go that waits for its turn; nullopt = none waits for time.
  std::optional<std::int64_t> wait_ms();
  /// Gives back what has not started.
  void give_back_planned(Code code) { line_.give_back(code); }
  /// Ends everything in flight, at no cost to the records.
  void cut_all();

  std::size_t busy() const { return line_.size() + static_cast<std::size_t>(wire_.in_flight()); }
  Settlement take_settlement() { return settlement_.take(standing_); }
  /// That settlement is in the outbox: what waited for it may go.
  void saved(std::uint64_t number);

 private:
  enum class Start { started, ended, again, later, stop };

  Start start(const CarriedPtr& carried);
  Start send(const CarriedPtr& carried, exchange::Step step, oneroster::HttpRequest request);
  bool must_wait(const CarriedPtr& carried, exchange::Step step);
  void came_back(const CarriedPtr& carried, exchange::Step step, const TransferResult& result);
  int limit() const;

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
  IdProofs proofs_;
  AccountSettlement settlement_;
  AccountAnswers answers_;
  AccountLine line_;
};

} // namespace passback::delivery
