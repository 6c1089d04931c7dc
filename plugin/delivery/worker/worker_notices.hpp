// What the worker tells people and the log: how an account stands, and what the SIS refused. Never
// calls the host but to wake it. Belongs to the worker's thread.
#pragma once

#include "plugin/delivery/delivery.hpp"
#include "plugin/delivery/worker/worker_account.hpp"

namespace passback::delivery {

class WorkerNotices {
 public:
  explicit WorkerNotices(const DeliveryParts& parts) : parts_(parts) {}

  /// Of an account that has stood still for long.
  void stands_still(const PolledAccount& seen);
  /// What a settlement changed of an account, and what of it was refused.
  void settled(const WorkerAccount& account, const SettleResult& result);

 private:
  void tell_of_account(const WorkerAccount& account, const SettleResult& result);
  void tell_of_refusals(const WorkerAccount& account, const SettleResult& result);
  void tell(Notice notice);

  const DeliveryParts& parts_;
};

} // namespace passback::delivery
