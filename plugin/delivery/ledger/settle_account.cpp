#include "plugin/delivery/ledger/settle_account.hpp"

#include <optional>
#include <string>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

/// True if people are to hear of it now: that it needs them, or that it is over. That they were
/// told is written into the row.
bool tell(outbox::AccountRow& row, bool may_be_over, std::int64_t now_unix_ms) {
  if (notice_due(row, now_unix_ms)) {
    row.notice_unix_ms = now_unix_ms;
    return true;
  }
  if (may_be_over && is_over(row)) {
    row.notice_unix_ms = -now_unix_ms;
    return true;
  }
  return false;
}

Status change_account(outbox::Transaction& transaction, const SettleRequest& request,
                      const AccountChange& change, SettleResult& result) {
  PASSBACK_TRY_AS(auto found, transaction.account(request.account_key));
  if (!found) {
    return ok_status();
  }
  auto& row = *found;
  if (row.state != change.state) {
    row.since_unix_ms = request.now_unix_ms;
  }
  row.state = change.state;
  row.code = change.code;
  row.failures = change.failures;
  row.retry_unix_ms = change.retry_unix_ms;
  result.notify = tell(row, change.works, request.now_unix_ms);
  result.account = row;
  PASSBACK_TRY(transaction.put_account(row));
  const bool refused = change.state == outbox::AccountState::unauthorised;
  return transaction.put_meta(refused_mark_name(row.key),
                              refused ? std::to_string(change.settings_generation) : "");
}

// Beside others of the account that fare well: told to its own domain, once a day.
Status change_refusal(outbox::Transaction& transaction, const SettleRequest& request,
                      const std::string& connection_id,
                      std::optional<outbox::CredentialRefusal> refusal, SettleResult& result) {
  PASSBACK_TRY_AS(auto told, outbox::refusal_notice_of(transaction, connection_id));
  outbox::AccountRow row;
  row.key = request.account_key;
  row.state = refusal ? refusal->state() : outbox::AccountState::ok;
  row.code = refusal ? refusal->code : Code::none;
  row.notice_unix_ms = told;
  if (tell(row, true, request.now_unix_ms)) {
    result.refused.emplace(connection_id, row);
  }
  if (!refusal) {
    return outbox::end_refusal(transaction, connection_id, row.notice_unix_ms);
  }
  refusal->notice_unix_ms = row.notice_unix_ms;
  return outbox::put_refusal(transaction, connection_id, refusal);
}

} // namespace

std::string refused_mark_name(const std::string& account_key) {
  return "refused." + account_key;
}

Status settle_account(outbox::Transaction& transaction, const SettleRequest& request,
                      SettleResult& result) {
  if (request.refusals.empty() && !request.account) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto ours, outbox::holds_lease(transaction, request.account_key,
                                                       request.owner_id, request.epoch));
  if (!ours) {
    result.lost = true;
    return ok_status();
  }
  for (const auto& [connection_id, refusal] : request.refusals) {
    PASSBACK_TRY(change_refusal(transaction, request, connection_id, refusal, result));
  }
  return request.account ? change_account(transaction, request, *request.account, result)
                         : ok_status();
}

} // namespace passback::delivery
