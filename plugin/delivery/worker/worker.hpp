// The loop that takes what is due to the SIS. One thread, which sleeps only in Transport::wait and
// never waits for storage: it hands work to the ledger and looks later what became of it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "plugin/delivery/delivery.hpp"
#include "plugin/delivery/ledger/planner.hpp"
#include "plugin/delivery/ledger/survey.hpp"
#include "plugin/delivery/worker/account_runner.hpp"
#include "plugin/delivery/worker/job_runner.hpp"
#include "plugin/delivery/worker/transport.hpp"
#include "plugin/platform/owner_lock.hpp"

namespace passback::delivery {

class Worker {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  /// Opens the ledger; the owner's lock is held as long as the worker lives.
  Worker(const DeliveryParts& parts, const DeliveryOptions& options, platform::OwnerLock lock,
         std::unique_ptr<Transport> transport);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The thread's work; returns after request_stop, when everything is saved or the deadline is
  /// over.
  void run();

  // Any thread.
  void nudge() noexcept;
  void request_stop(SteadyTime half_time, SteadyTime deadline) noexcept;
  DeliverySnapshot snapshot() const;

 private:
  struct Account {
    std::unique_ptr<JobRunner> jobs; ///< before the runner, whose end still tells it something
    std::unique_ptr<AccountRunner> runner;
    std::map<std::string, outbox::ConnectionRow> connections;
    std::map<std::string, std::string> found; ///< by connection: what a test of it found out
    std::map<std::string, gradebook::ClassId> cursors;
    std::optional<StandStill> broken; ///< no connection of it can be used
    bool has_work = false;
    bool planning = false;
    bool recover = false; ///< look for what an earlier owner left behind
    bool quiet = true;    ///< the last plan round found nothing more
    std::int64_t plan_after_boot_ms = 0;
    std::int64_t idle_since_boot_ms = 0;
    std::size_t unsaved = 0;
    bool has_jobs = false;   ///< somebody asked for something to be done now
    bool taking_job = false; ///< the storage is at it
  };
  struct Settling {
    std::string account;
    std::uint64_t number = 0; ///< of the runner's settlement
    SettleRequest request;
    SettleResult result;
    SteadyTime again{};
  };

  void turn();
  bool stopping() const { return stopping_.load(); }
  bool stop_turn();
  void submit_release();

  bool survey_due(SteadyTime now);
  void submit_survey();
  void surveyed(const SurveyResult& result);
  void look_at(const AccountSurvey& seen);
  void configure(Account& account, const AccountSurvey& seen);

  void submit_plan(const std::string& key, Account& account);
  void planned(const std::string& key, std::int64_t epoch, const Status& status,
               PlanResult& result);
  void run_jobs(const std::string& key, Account& account);
  void submit_take_job(const std::string& key, Account& account);
  void submit_end_job(const std::string& key, Account& account, std::shared_ptr<EndedJob> ended);

  void settle_account(const std::string& key, Account& account);
  void submit_settling(std::shared_ptr<Settling> settling);
  void settled(const std::shared_ptr<Settling>& settling, const Status& status);
  void tell(const Account& account, const SettleResult& result);
  void tell_of_refusals(const Account& account, const SettleResult& result);
  void retry_settlings();
  void tell(Notice notice);
  void storage_trouble(const Error& error);

  bool at_cap() const;
  std::chrono::milliseconds nap();
  void count();

  DeliveryParts parts_;
  DeliveryOptions options_;
  std::string boot_id_;
  platform::OwnerLock lock_;
  std::unique_ptr<Transport> transport_;
  std::mt19937_64 random_;
  std::map<std::string, Account> accounts_;
  std::vector<std::shared_ptr<Settling>> failed_settlings_;
  std::size_t unsaved_ = 0;
  bool surveying_ = false;
  bool survey_again_ = true;
  std::int64_t generation_ = -1;
  SteadyTime last_survey_{};
  std::int64_t last_survey_boot_ms_ = 0;
  std::int64_t looked_for_set_aside_boot_ms_ = -1;
  SteadyTime last_trouble_{};
  bool release_submitted_ = false;
  std::int64_t finished_requests_ = 0; ///< of runners that are gone

  std::atomic<bool> nudged_{true};
  std::atomic<bool> stopping_{false};
  std::atomic<SteadyTime::rep> half_time_{0}, deadline_{0};
  std::atomic<bool> held_{false};
  std::atomic<std::int64_t> in_flight_{0}, requests_{0}, confirmed_{0}, doubtful_{0}, leased_{0};

  std::unique_ptr<outbox::Ledger> ledger_; ///< last: its thread wakes the transport until it ends
};

} // namespace passback::delivery
