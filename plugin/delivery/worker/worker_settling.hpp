// The worker's way back into the outbox: outcomes are handed to the storage, and handed again until
// they are saved. Belongs to the worker's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "plugin/delivery/worker/worker_context.hpp"

namespace passback::delivery {

class WorkerSettling {
 public:
  explicit WorkerSettling(WorkerContext& context) : context_(context) {}

  /// Hands over what an account's requests led to since it was last asked.
  void settle(const std::string& key, WorkerAccount& account);
  /// Hands over again what could not be saved, half a second later.
  void retry();

  /// So much waits to be saved that nothing more should be sent meanwhile: of all accounts, or of
  /// that one alone.
  bool is_full() const;
  bool is_full(const WorkerAccount& account) const;
  bool is_over() const { return unsaved_ == 0 && failed_.empty(); }

 private:
  struct Settling {
    std::string account;
    std::uint64_t number = 0; ///< of the runner's settlement
    SettleRequest request;
    SettleResult result;
    SteadyTime again{};
  };
  void submit(std::shared_ptr<Settling> settling);
  void settled(const std::shared_ptr<Settling>& settling, bool stored);

  WorkerContext& context_;
  std::vector<std::shared_ptr<Settling>> failed_;
  std::size_t unsaved_ = 0; ///< outcomes, of all accounts
};

} // namespace passback::delivery
