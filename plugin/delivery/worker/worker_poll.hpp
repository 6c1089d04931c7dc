// The worker's look over all accounts: which have work, which are ours, which are given back.
// Begins and ends what the worker knows of an account. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/delivery/ledger/account_poll.hpp"
#include "plugin/delivery/worker/worker_context.hpp"

namespace passback::delivery {

class WorkerPoll {
 public:
  WorkerPoll(WorkerContext& context, const DeliveryOptions& options);

  /// Looks if it is time to.
  void advance();
  /// Looks as soon as the look that may be under way is over.
  void look_again() { again_ = true; }
  bool is_looking() const { return looking_; }
  /// Of accounts that are gone.
  std::int64_t finished_requests() const { return finished_requests_; }

 private:
  bool is_due() const;
  void submit();
  void ask_of(const std::string& key, WorkerAccount& account, PollRequest& request);
  void polled(const PollResult& result);
  void look_at(const PolledAccount& seen);
  void begin(WorkerAccount& account);
  void configure(WorkerAccount& account, const PolledAccount& seen);
  void take_lease(WorkerAccount& account, const PolledAccount& seen);
  /// True if nothing is left of an account that no connection uses any more.
  bool end(WorkerAccount& account);

  WorkerContext& context_;
  DeliveryOptions options_;
  std::string boot_id_;
  bool looking_ = false;
  bool again_ = true;
  std::int64_t generation_ = -1; ///< of the settings
  SteadyTime last_{};
  std::int64_t last_boot_ms_ = 0;
  std::int64_t looked_for_set_aside_boot_ms_ = -1;
  std::int64_t finished_requests_ = 0;
};

} // namespace passback::delivery
