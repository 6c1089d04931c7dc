// What the worker hands to the ledger to be stored, and what it hears back: the outcomes of an
// account's exchanges, with how the account stands by now.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/exchange/outcome.hpp"
#include "plugin/gradebook/ids.hpp"
#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

/// How an account stands now. Written with the outcomes that made it so.
struct AccountChange {
  outbox::AccountState state = outbox::AccountState::ok;
  Code code = Code::none;
  std::int32_t failures = 0;
  std::int64_t retry_unix_ms = 0;
  std::int64_t settings_generation = 0; ///< under which it came to stand so
  bool works = false;                   ///< the SIS has answered it since
};

/// Name of the meta text that tells under which settings generation an account was refused: newer
/// settings are a reason to ask the SIS again at once, also after a restart.
std::string refused_mark_name(const std::string& account_key);

/// A record that the SIS did not accept, or has no more. For the log: ids only.
struct RefusedRecord {
  std::int64_t record_id = 0;
  gradebook::ClassId class_id;
  gradebook::ActivityId activity_id;
  gradebook::StudentId student_id; ///< of a result
  Code code = Code::none;
  int http_status = 0;
  std::string request_id;
};

/// What the people of a class should hear: that something of it was refused or, without a code,
/// that nothing refused is left.
struct ClassNotice {
  gradebook::ClassId class_id;
  gradebook::DomainId domain_id;
  std::string connection_id;
  Code code = Code::none;
};

struct SettleRequest {
  std::string account_key, owner_id;
  std::int64_t epoch = 0; ///< of the lease that the worker believes to hold
  std::int64_t now_unix_ms = 0;
  std::vector<exchange::Outcome> outcomes;
  std::vector<outbox::SisDocumentRow> learned;
  std::vector<outbox::ListedBeforeRow> listed_before;
  std::vector<outbox::IdsProvenRow> ids_proven;
  std::optional<AccountChange> account;
  /// By connection: its credential was refused, or (nullopt) works again.
  std::map<std::string, std::optional<outbox::CredentialRefusal>> refusals;
};

struct SettleResult {
  bool lost = false; ///< the lease is another's
  std::int64_t confirmed = 0, doubtful = 0;
  bool moved = false;         ///< records became ready: more may be due
  bool notify = false;        ///< people should hear how the account stands
  outbox::AccountRow account; ///< meaningful if notify
  /// Connections whose people should hear that their credential was refused, or works again, with
  /// how the account stands for them.
  std::map<std::string, outbox::AccountRow> refused;
  std::vector<RefusedRecord> refusals;
  std::vector<ClassNotice> classes;
};

} // namespace passback::delivery
