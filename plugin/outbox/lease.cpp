#include "plugin/outbox/lease.hpp"

#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

/// Whether the account may be taken from the owner that the row names.
bool may_take_over(const AccountRow& row, const LeaseRequest& request,
                   const std::function<bool(const std::string&)>& owner_is_dead) {
  // Its boot is over, and it with it; its deadline is on a clock that has started again.
  const bool both_known = !row.boot_id.empty() && !request.boot_id.empty();
  if (both_known && row.boot_id != request.boot_id) {
    return true;
  }
  return request.now_boot_ms >= row.deadline_boot_ms || owner_is_dead(row.owner_id);
}

} // namespace

Result<std::optional<Lease>>
acquire_lease(Transaction& transaction, const std::string& account_key, const LeaseRequest& request,
              const std::function<bool(const std::string&)>& owner_is_dead) {
  PASSBACK_TRY_AS(auto found, transaction.account(account_key));
  AccountRow row = found.value_or(AccountRow{});
  row.key = account_key;
  if (row.owner_id != request.owner_id) {
    if (!row.owner_id.empty() && !may_take_over(row, request, owner_is_dead)) {
      return std::optional<Lease>{};
    }
    row.owner_id = request.owner_id;
    ++row.epoch;
  }
  row.boot_id = request.boot_id;
  row.deadline_boot_ms = request.now_boot_ms + request.lease_ms;
  PASSBACK_TRY(transaction.put_account(row));
  return std::optional<Lease>(Lease{account_key, row.epoch, row.deadline_boot_ms});
}

Result<bool> holds_lease(Transaction& transaction, const std::string& account_key,
                         const std::string& owner_id, std::int64_t epoch) {
  PASSBACK_TRY_AS(const auto row, transaction.account(account_key));
  return row.has_value() && row->owner_id == owner_id && row->epoch == epoch;
}

Status release_lease(Transaction& transaction, const std::string& account_key,
                     const std::string& owner_id, std::int64_t epoch) {
  PASSBACK_TRY_AS(const auto row, transaction.account(account_key));
  if (!row.has_value() || row->owner_id != owner_id || row->epoch != epoch) {
    return ok_status();
  }
  AccountRow freed = *row;
  freed.owner_id.clear();
  freed.boot_id.clear();
  freed.deadline_boot_ms = 0;
  return transaction.put_account(freed);
}

} // namespace passback::outbox
