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
#include <tuple>
#include <utility>
#include <vector>

#include "plugin/delivery/account_gate.hpp"
#include "plugin/delivery/authenticator.hpp"
#include "plugin/delivery/credential_lanes.hpp"
#include "plugin/delivery/outcome.hpp"
#include "plugin/delivery/plan.hpp"
#include "plugin/delivery/rate_limit.hpp"
#include "plugin/delivery/refusal_scope.hpp"
#include "plugin/delivery/transport.hpp"
#include "plugin/oneroster/paging.hpp"
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
  RefusalChanges refusals;
  std::uint64_t number = 0; ///< for saved()
  bool empty() const { return outcomes.empty() && learned.empty() && !account && refusals.empty(); }
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
  /// True if the secret of one of its connections is there, so that it can be served; wishes for
  /// those that are not.
  bool has_secrets();
  bool lacks_secret() const { return lanes_.lack_secret(); }
  /// Where it has not: Code::secret_missing or Code::secret_unusable; of that connection's, if it
  /// is given.
  Code why_no_secret(const Route* route = nullptr);

  /// A lease was taken; what the account's row says holds from now on.
  void lease_taken(std::int64_t epoch, std::int64_t deadline_boot_ms, const outbox::AccountRow& row,
                   std::int64_t refused_under);
  /// What is stored of its credentials, by connection. After lease_taken.
  void refused_before(const std::map<std::string, outbox::CredentialRefusal>& refusals) {
    lanes_.restore(refusals);
  }
  void lease_renewed(std::int64_t deadline_boot_ms) { deadline_boot_ms_ = deadline_boot_ms; }
  /// Cuts what is in flight and gives back what is planned; nothing goes out any more.
  void lease_lost();
  bool leased() const { return epoch_ != 0; }
  std::int64_t epoch() const { return epoch_; }
  /// The question before each byte: is the account still ours, by the clock that counts pauses too?
  bool may_send() const;

  /// How many requests more may be planned now.
  int slots() const;
  /// The connections of which nothing is to be planned now.
  std::set<std::string> closed_connections() const;
  BlockedDeeds blocked(const std::string& connection_id) const {
    return lanes_.blocked(connection_id);
  }
  /// Connections that something is planned or in flight of.
  std::set<std::string> busy_connections() const;
  void accept(std::vector<PlannedRequest> planned);
  /// Starts what may start.
  void advance();
  /// How long until a request may go that waits for its turn; nullopt = none waits for time.
  std::optional<std::int64_t> wait_ms();
  /// Gives back what has not started.
  void give_back_planned(Code code);
  /// Ends everything in flight, at no cost to the records.
  void cut_all();

  // Requests of a job (job_runner.hpp), which belong to no record.
  /// Why an account that stands still takes none; none = it does.
  Code closed_for_errands() const;
  /// True if one may start now, as far as the requests in flight allow.
  bool may_run_errand() const;
  /// Starts one; the credentials are in it. False = not now: ask again later.
  bool errand(oneroster::HttpRequest request, const Route& route,
              std::function<void(TransferResult)> done);
  /// A test of the connection went well: what stopped the account is over.
  void test_passed(const Route& route);

  std::size_t in_flight() const { return in_flight_.size(); }
  std::size_t busy() const { return in_flight() + queue_.size(); }
  std::int64_t requests() const { return requests_; }
  Settlement take_settlement();
  /// That settlement is in the outbox: what waited for it may go.
  void saved(std::uint64_t number);

 private:
  enum class Step {
    look_up,        ///< what is known of the class, or of a line item's results
    read_line_item, ///< its own, to carry fields over
    list,           ///< what exists, before something is made
    write,
    find, ///< what was made, under the SIS's id
    read_parent,
    read_back ///< what was written, where the answer did not say that it is done
  };
  /// A collection that is being read, page by page; or one record.
  struct Reading {
    Lookup what = Lookup::sis_class;
    std::size_t way = 0; ///< of the class, or of period_ways
    std::string collection;
    std::deque<std::string> urls; ///< still to be read; of the pages, the loop knows
    std::optional<oneroster::PageLoop> loop;
    std::vector<boost::json::object> records;
    bool complete = true;
  };
  struct Exchange {
    PlannedRequest planned;
    std::vector<PlannedRequest> others; ///< the other members of the same POST
    std::string credentials;
    std::set<Lookup> looked_up;
    std::optional<Reading> reading;
    bool placed = false, line_item_read = false, listed = false;
    bool made = false; ///< the SIS has it; under which id is not known yet
    bool refreshed = false, parent_asked = false;
    bool look_first = false;        ///< an earlier request was never answered: perhaps it is stored
    bool absent = false;            ///< something that was read is "not there", says somebody
    std::int64_t left_boot_ms = 0;  ///< when its latest request left
    std::uint64_t saved_with = 0;   ///< a settlement that must be saved before the write may leave
    std::optional<Outcome> refusal; ///< of a write that rested on what was kept
    /// Of a result whose line item may be gone: what the SIS said, if the line item is there.
    std::optional<Outcome> own_refusal;
    /// What becomes of a write that was taken and not confirmed, if it cannot be seen.
    std::optional<Outcome> unproven;
    bool other_score = false;       ///< its answer shows another score than was sent
    std::string refused_words;      ///< what that write said
    std::uint64_t token = 0;
  };
  using ExchangePtr = std::shared_ptr<Exchange>;
  enum class Start { started, later, stop };
  /// What a request met instead of the answer that was hoped for.
  struct Met {
    Trouble trouble = Trouble::failure;
    Code code = Code::sis_error;
    int status = 0; ///< 0 = no answer
    std::string words = {};
    std::optional<std::int64_t> wait_ms = {}; ///< as the SIS wishes
    bool ours = false; ///< of this request's cause, not the record's: costs no attempt
  };

  // account_steps.cpp
  static Step step_of(const Exchange& exchange);
  static Lookup next_lookup(const Exchange& exchange);
  static Deed deed_of(const Exchange& exchange, Step step);
  static gradebook::SourcedId subject_of(const Exchange& exchange, Lookup lookup);
  Result<oneroster::HttpRequest> request_of(const Exchange& exchange, Step step) const;
  Start start(const ExchangePtr& exchange);
  Start send_step(const ExchangePtr& exchange, Step step, oneroster::HttpRequest request);
  bool must_wait(const ExchangePtr& exchange, Step step);
  bool ready_to_write(Exchange& exchange);

  // account_lookups.cpp
  static Reading reading_of(const Exchange& exchange, Step step, std::size_t way = 0);
  void page_read(const ExchangePtr& exchange, Step step, const oneroster::HttpAnswer& answer);
  void looked_up(const ExchangePtr& exchange);
  bool may_read(const Exchange& exchange, Lookup lookup) const;
  void not_let_in(const ExchangePtr& exchange);
  /// Not found by that way: the class, or its grading periods. False = there is no other.
  bool try_next_way(const ExchangePtr& exchange, std::size_t way);
  void go_without(const ExchangePtr& exchange, bool keep);
  void take_fresh(Exchange& exchange) const;

  // account_creations.cpp
  void listed(const ExchangePtr& exchange);
  bool take_listing(const ExchangePtr& exchange, const std::vector<boost::json::object>& records);
  void found(const ExchangePtr& exchange);
  void cannot_list(const ExchangePtr& exchange, Step step, int status);
  void made(const ExchangePtr& exchange, const oneroster::HttpAnswer& answer,
            const oneroster::Verdict& verdict);
  void confirm_made(const PlannedRequest& member, int status);
  void unclear(const PlannedRequest& member, int status);
  void halve(const ExchangePtr& exchange);
  bool look_again(const ExchangePtr& exchange, const Outcome& refusal);
  static void keep_members(Exchange& exchange, std::vector<PlannedRequest> members);

  // account_proof.cpp
  void unproven(const ExchangePtr& exchange, const oneroster::Verdict& verdict, int status);
  void looked_back(const ExchangePtr& exchange, const oneroster::HttpAnswer& answer,
                   const oneroster::Verdict& verdict);
  void proven(const Exchange& exchange);
  void still_unproven(const ExchangePtr& exchange);
  bool looks_instead(const ExchangePtr& exchange, const TransferResult& result);

  // account_probe.cpp
  void probe();
  RoutePtr to_probe() const;
  void probed(const RoutePtr& route, std::uint64_t token, const TransferResult& result);
  void probe_met(const Route& route, const Met& met);
  static Met met_without_answer(const TransferResult& result);
  static std::optional<Met> met_with(const oneroster::Verdict& verdict, int status);

  void refuse(const Route& route, Code code, std::int64_t retry_ms);
  bool give_back_if_closed(const ExchangePtr& exchange);
  bool waits_for_proof(const Exchange& exchange) const;
  Start fetch_token(const std::string& credentials, const RoutePtr& route);
  void send(oneroster::HttpRequest request, const Route& route, const std::string& request_id,
            std::function<void(TransferResult)> done, bool once = false);
  int limit(AccountGate::Admission admission) const;

  void token_done(const std::string& credentials, const RoutePtr& route,
                  const TransferResult& result);
  void step_done(const ExchangePtr& exchange, Step step, TransferResult result);
  void secret_missing(const Route& route);
  void step_failed(const ExchangePtr& exchange, Step step, const TransferResult& result);
  void refused_address(const Route& route, const TransferResult& result);
  static bool is_about_record(const Exchange& exchange, Step step);
  void step_answered(const ExchangePtr& exchange, Step step, const oneroster::HttpAnswer& answer);
  void succeeded(const ExchangePtr& exchange, Step step, const oneroster::HttpAnswer& answer,
                 const oneroster::Verdict& verdict);
  void target_gone(const ExchangePtr& exchange, Step step, const oneroster::Verdict& verdict,
                   int status);
  void parent_stands(const ExchangePtr& exchange);
  void parent_unreadable(const ExchangePtr& exchange, Code code, int status);
  /// True if the exchange goes again with a fresh token, which it may once.
  bool refreshes(const ExchangePtr& exchange);
  /// True if the SIS said until when nothing should come: the account waits, whoever got it.
  bool waits_as_asked(const oneroster::Verdict& verdict, std::int64_t left_boot_ms);
  void window_shut(const ExchangePtr& exchange, const oneroster::Verdict& verdict, int status);
  Asked asked(const Exchange& exchange, Step step) const;
  /// The SIS did its work for that record.
  void well(const Exchange& exchange, Step step);
  /// The record met that: it rests, by itself or with all whom it reaches.
  void troubled(const ExchangePtr& exchange, Step step, const Met& met);
  /// When the record may go again.
  std::int64_t reached(const ExchangePtr& exchange, Step step, const Met& met, const Reach& reach);
  bool is_nowhere(const Exchange& exchange, const oneroster::Verdict& verdict, int status) const;
  void no_permission(const ExchangePtr& exchange, Step step, const oneroster::Verdict& verdict,
                     int status);
  void go_on(const ExchangePtr& exchange) { queue_.push_front(exchange); }

  Outcome outcome_of(const PlannedRequest& planned, Fate fate, Code code) const;
  Outcome outcome_of(const Exchange& exchange, Fate fate, Code code) const {
    return outcome_of(exchange.planned, fate, code);
  }
  void end(Outcome outcome) { settlement_.outcomes.push_back(std::move(outcome)); }
  /// What became of the request became of all its members.
  void end(const Exchange& exchange, const Outcome& outcome);
  void learn(const PlannedRequest& planned, Lookup lookup);
  Outcome outcome_not_sent(const Exchange& exchange, Code code, int status,
                           std::int64_t retry_unix_ms) const;
  void not_sent(const Exchange& exchange, Code code, int status, std::int64_t retry_unix_ms) {
    end(exchange, outcome_not_sent(exchange, code, status, retry_unix_ms));
  }
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
  std::set<std::string> explaining_; ///< connections whose refusals have come in OneRoster's words
  CredentialLanes lanes_;
  std::int64_t epoch_ = 0;
  std::int64_t deadline_boot_ms_ = 0;
  std::deque<ExchangePtr> queue_;
  struct Flight {
    TransferId transfer;
    std::string connection_id;
  };
  std::map<std::uint64_t, Flight> in_flight_; ///< by a number of our own
  std::uint64_t last_flight_ = 0;
  std::set<std::pair<Lookup, gradebook::SourcedId>> lookups_in_flight_;
  std::set<std::string> proven_; ///< connections that showed what becomes of ids
  std::map<std::string, std::weak_ptr<Exchange>> proving_; ///< the one that shows it now
  std::uint64_t settlement_number_ = 1;                    ///< of the one that is being filled
  std::set<std::uint64_t> unsaved_;
  int post_size_ = 1;
  /// What was read and is not in the outbox yet: whoever was planned before it is gets it from
  /// here.
  struct Fresh {
    std::uint64_t saved_with = 0;
    ClassKnowledge known;
  };
  std::map<std::tuple<std::string, Lookup, gradebook::SourcedId>, Fresh> fresh_;
  RefusalScope scope_;
  RoutePtr ask_; ///< one harmless read under its credential would tell more
  bool probing_ = false, probe_refreshed_ = false;
  std::int32_t token_failures_ = 0;           ///< in a row, of an address that gives none
  std::map<std::int64_t, std::int64_t> shut_; ///< by line item: its grading window, until when
  std::map<std::string, std::int64_t> shut_periods_;
  std::int64_t requests_ = 0;
  Settlement settlement_;
};

} // namespace passback::delivery
