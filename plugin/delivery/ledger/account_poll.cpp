#include "plugin/delivery/ledger/account_poll.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "plugin/delivery/account_notice.hpp"
#include "plugin/delivery/ledger/job_queue.hpp"
#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/accounts.hpp"
#include "plugin/outbox/due.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/meta_number.hpp"
#include "plugin/outbox/sis_document_kind.hpp"
#include "plugin/outbox/site_hold.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/owner_lock.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

constexpr std::int64_t kAnyEpoch = std::numeric_limits<std::int64_t>::max();
constexpr int kInFlightMax = 1'000;

Result<bool> has_work(outbox::Transaction& transaction, const PolledAccount& account, bool ours,
                      std::int64_t now_unix_ms) {
  for (const auto& connection : account.connections) {
    PASSBACK_TRY_AS(auto due, transaction.next_due_time(connection.id));
    if (due && outbox::is_due(*due, now_unix_ms)) {
      return true;
    }
    // What the present owner has in flight is nobody's to recover, unless it is gone; that is for
    // the lease to tell.
    PASSBACK_TRY_AS(auto left_behind,
                    transaction.abandoned(connection.id, ours ? account.row.epoch : kAnyEpoch, 1));
    if (!left_behind.empty()) {
      return true;
    }
  }
  return false;
}

Status look_for_jobs(outbox::Transaction& transaction, PolledAccount& account) {
  for (const auto& connection : account.connections) {
    PASSBACK_TRY_AS(auto open, transaction.open_jobs(connection.id, 1));
    account.has_jobs = account.has_jobs || !open.empty();
    PASSBACK_TRY_AS(auto refusal, outbox::refusal_of(transaction, connection.id));
    if (refusal) {
      account.refusals.emplace(connection.id, std::move(*refusal));
    }
    PASSBACK_TRY_AS(auto found,
                    transaction.sis_document(connection.id, connection.generation,
                                             stored_name(outbox::SisDocumentKind::found), ""));
    if (found) {
      account.found.emplace(connection.id, found->document);
    }
  }
  return ok_status();
}

Status end_jobs(outbox::Transaction& transaction, const PollRequest& request,
                const PolledAccount& account, Code code) {
  for (const auto& connection : account.connections) {
    PASSBACK_TRY(fail_open_jobs(transaction, connection.id, code, request.now_unix_ms));
  }
  return ok_status();
}

Result<std::optional<outbox::Lease>> lease(outbox::Transaction& transaction,
                                           const PollRequest& request, const std::string& key) {
  outbox::LeaseRequest lease_request;
  lease_request.owner_id = request.owner_id;
  lease_request.boot_id = request.boot_id;
  lease_request.now_boot_ms = request.now_boot_ms;
  lease_request.lease_ms = request.lease_ms;
  return outbox::acquire_lease(transaction, key, lease_request, [&](const std::string& owner) {
    return platform::OwnerLock::is_free(request.data_dir, owner);
  });
}

/// A release that did not tell domains apart leased the client itself. As long as such a process
/// lives it has what it has; one that is gone is fenced.
Result<bool> earlier_release_is_gone(outbox::Transaction& transaction, const PollRequest& request,
                                     const std::string& client_key) {
  PASSBACK_TRY_AS(auto row, transaction.account(client_key));
  if (!row || row->owner_id.empty()) {
    return true;
  }
  PASSBACK_TRY_AS(auto taken, lease(transaction, request, client_key));
  if (!taken) {
    return false;
  }
  auto released = outbox::release_lease(transaction, client_key, request.owner_id, taken->epoch);
  return released ? Result<bool>(true) : released.error();
}

/// What an earlier owner left in flight has the epoch of the account that its connection used then,
/// which may have been another one. A new lease is above all of them, so that it counts as left
/// behind.
Status begin_above(outbox::Transaction& transaction, const PolledAccount& account,
                   outbox::Lease& lease) {
  std::int64_t highest = 0;
  for (const auto& connection : account.connections) {
    PASSBACK_TRY_AS(auto in_flight, transaction.abandoned(connection.id, kAnyEpoch, kInFlightMax));
    for (const auto& record : in_flight) {
      highest = std::max(highest, record.sent.epoch);
    }
    PASSBACK_TRY_AS(auto jobs, transaction.open_jobs(connection.id, kInFlightMax));
    for (const auto& job : jobs) {
      highest = std::max(highest, job.epoch);
    }
  }
  if (highest < lease.epoch) {
    return ok_status();
  }
  auto row = transaction.account(lease.account_key);
  if (!row || !*row) {
    return row ? ok_status() : Status(row.error());
  }
  (*row)->epoch = lease.epoch = highest + 1;
  return transaction.put_account(**row);
}

Status take(outbox::Transaction& transaction, const PollRequest& request, PolledAccount& account) {
  const bool anew = account.row.owner_id != request.owner_id;
  if (anew) {
    for (const auto& connection : account.connections) {
      const auto busy = request.busy.find(connection.id);
      if (busy != request.busy.end() && busy->second != account.row.key) {
        return ok_status();
      }
    }
    auto gone =
        earlier_release_is_gone(transaction, request, account.connections.front().account_key);
    if (!gone || !*gone) {
      return gone ? ok_status() : Status(gone.error());
    }
  }
  PASSBACK_TRY_AS(auto taken, lease(transaction, request, account.row.key));
  account.lease = std::move(taken);
  return anew && account.lease ? begin_above(transaction, account, *account.lease) : ok_status();
}

Status stand_still(outbox::Transaction& transaction, const PollRequest& request,
                   PolledAccount& account, const StandStill& why, std::int64_t generation) {
  const bool told = account.row.state == why.state && account.row.code == why.code;
  const bool other_reason = account.row.state != outbox::AccountState::ok &&
                            why.state == outbox::AccountState::waiting_secret;
  const std::string& owner = account.row.owner_id;
  const bool served = !owner.empty() && !platform::OwnerLock::is_free(request.data_dir, owner);
  if (other_reason || served || (told && !notice_due(account.row, request.now_unix_ms))) {
    return ok_status();
  }
  if (!told) {
    account.row.state = why.state;
    account.row.code = why.code;
    account.row.since_unix_ms = request.now_unix_ms;
    account.row.retry_unix_ms = 0;
  }
  account.notify = notice_due(account.row, request.now_unix_ms);
  if (account.notify) {
    account.row.notice_unix_ms = request.now_unix_ms;
  }
  PASSBACK_TRY(transaction.put_account(account.row));
  if (why.state != outbox::AccountState::unauthorised) {
    return ok_status();
  }
  return transaction.put_meta(refused_mark_name(account.row.key), std::to_string(generation));
}

/// What was set aside is tried again: once, for its attempts are all but used up. A line item that
/// the SIS removed is looked for: never made again, and one that an earlier release gave up too.
Status try_set_aside(outbox::Transaction& transaction, const PolledAccount& account,
                     std::int64_t now_unix_ms) {
  for (const auto state : {outbox::State::failed, outbox::State::unlinked}) {
    outbox::RecordFilter filter;
    filter.state = state;
    for (const auto& connection : account.connections) {
      filter.connection_id = connection.id;
      PASSBACK_TRY(outbox::each_record(transaction, filter, [&](outbox::Record& record) {
        const bool due =
            record.next_attempt_unix_ms != 0 && record.next_attempt_unix_ms <= now_unix_ms;
        if (!due || record.key.connection_generation != connection.generation) {
          return ok_status();
        }
        if (state == outbox::State::unlinked && record.missed_unix_ms == 0) {
          record.missed_unix_ms = outbox::Record::kKnownGone;
        }
        outbox::enqueue(record, true, now_unix_ms, record.priority);
        record.updated_unix_ms = now_unix_ms;
        return transaction.put_record(record);
      }));
    }
  }
  return ok_status();
}

Status look(outbox::Transaction& transaction, const PollRequest& request, const PollResult& result,
            PolledAccount& account) {
  const std::string& key = account.row.key;
  if (auto row = transaction.account(key); !row) {
    return row.error();
  } else if (*row) {
    account.row = **row;
  }
  PASSBACK_TRY_AS(account.refused_under,
                  outbox::meta_number(transaction, refused_mark_name(key)));
  if (request.look_for_set_aside) {
    PASSBACK_TRY(try_set_aside(transaction, account, request.now_unix_ms));
  }
  const bool ours = account.row.owner_id == request.owner_id;
  PASSBACK_TRY_AS(auto work, has_work(transaction, account, ours, request.now_unix_ms));
  PASSBACK_TRY(look_for_jobs(transaction, account));
  account.has_work = work || account.has_jobs;
  if (ours && !request.release.contains(key)) {
    const outbox::Lease present{key, account.row.epoch, account.row.deadline_boot_ms};
    const bool fresh = account.row.boot_id == request.boot_id &&
                       present.deadline_boot_ms - request.now_boot_ms > request.lease_ms * 2 / 3;
    if (!fresh) {
      return take(transaction, request, account);
    }
    account.lease = present;
    return ok_status();
  }
  if (!account.has_work || result.held) {
    return ok_status();
  }
  if (request.may_take.contains(key)) {
    return take(transaction, request, account);
  }
  const auto why = request.stand_still.find(key);
  if (why == request.stand_still.end()) {
    return ok_status();
  }
  if (account.has_jobs && account.row.owner_id.empty()) {
    PASSBACK_TRY(end_jobs(transaction, request, account, why->second.code));
  }
  return stand_still(transaction, request, account, why->second, result.settings_generation);
}

} // namespace

Status poll_accounts(outbox::Transaction& transaction, const PollRequest& request,
                     PollResult& result) {
  result = PollResult{};
  PASSBACK_TRY_AS(auto hold, outbox::site_hold(transaction));
  result.held = hold.why != Code::none;
  PASSBACK_TRY_AS(auto generation, transaction.settings_generation());
  result.settings_generation = generation;
  for (const auto& [key, epoch] : request.release) {
    PASSBACK_TRY(outbox::release_lease(transaction, key, request.owner_id, epoch));
  }
  PASSBACK_TRY_AS(auto used, outbox::used_connections(transaction));
  std::map<std::string, PolledAccount> accounts;
  for (auto& one : used) {
    if (one.account_key.empty()) {
      continue; // its grades go as files: there is nobody to speak to
    }
    auto& account = accounts[one.account_key];
    account.row.key = one.account_key;
    account.connections.push_back(std::move(one.row));
  }
  for (auto& [key, account] : accounts) {
    PASSBACK_TRY(look(transaction, request, result, account));
    result.accounts.push_back(std::move(account));
  }
  return ok_status();
}

} // namespace passback::delivery
