// Who may speak to an SIS account: one owner at a time, fenced by an epoch.
//
// An owner proves that it lives by a file lock that the kernel drops when it dies, and that it is
// awake by a deadline on the boot-time clock that it keeps moving. Lock free: dead, take over at
// once. Lock held: alive or paused, take over only after the deadline.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct LeaseRequest {
  std::string owner_id;
  std::string boot_id;
  std::int64_t now_boot_ms = 0;
  std::int64_t lease_ms = 10'000;
};

struct Lease {
  std::string account_key;
  std::int64_t epoch = 0;
  std::int64_t deadline_boot_ms = 0;
};

/// Takes or renews the lease of an account, or answers nullopt if another owner has it.
/// `owner_is_dead` probes the lock of another owner; it is asked at most once. Taking over raises
/// the epoch.
Result<std::optional<Lease>>
acquire_lease(Transaction& transaction, const std::string& account_key, const LeaseRequest& request,
              const std::function<bool(const std::string&)>& owner_is_dead);
/// True if the account is still held under that epoch by that owner. To be checked in the
/// transaction that uses it.
Result<bool> holds_lease(Transaction& transaction, const std::string& account_key,
                         const std::string& owner_id, std::int64_t epoch);
/// Gives the lease back, if it is still held, so that another can take it at once.
Status release_lease(Transaction& transaction, const std::string& account_key,
                     const std::string& owner_id, std::int64_t epoch);

} // namespace passback::outbox
