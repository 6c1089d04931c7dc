// Looks over all accounts in one transaction of the ledger: which have work, which are ours, which
// can be taken over.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/lease.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// Why this process cannot serve an account; shown as the account's state while nobody else has it.
struct StandStill {
  outbox::AccountState state = outbox::AccountState::waiting_secret;
  Code code = Code::secret_missing;
};

struct PollRequest {
  std::string owner_id, boot_id, data_dir;
  std::int64_t now_unix_ms = 0, now_boot_ms = 0, lease_ms = 0;
  std::set<std::string> may_take;                ///< accounts that this process can serve
  std::map<std::string, StandStill> stand_still; ///< and those it cannot
  std::map<std::string, std::int64_t> release;   ///< ours, not needed any more: account to epoch
  /// By connection: the account under whose lease we have something of it in flight. It may belong
  /// to another one by now, which waits until that has ended.
  std::map<std::string, std::string> busy;
  bool look_for_set_aside = false; ///< records that are to be tried by themselves, once a day
};

struct PolledAccount {
  outbox::AccountRow row;
  std::int64_t refused_under = 0;
  std::vector<outbox::ConnectionRow> connections;
  std::map<std::string, outbox::CredentialRefusal> refusals; ///< by connection
  bool has_work = false;                    ///< something is due, or was left behind
  bool has_jobs = false;                    ///< somebody asked for something to be done now
  std::map<std::string, std::string> found; ///< by connection: what a test of it found out
  std::optional<outbox::Lease> lease;       ///< ours
  bool notify = false;                      ///< a person is to be told that it stands still
};

struct PollResult {
  bool held = false; ///< the site guard
  std::int64_t settings_generation = 0;
  std::vector<PolledAccount> accounts;
};

/// To be run inside one ledger transaction. `result` is filled anew each time it runs.
Status poll_accounts(outbox::Transaction& transaction, const PollRequest& request,
                     PollResult& result);

} // namespace passback::delivery
