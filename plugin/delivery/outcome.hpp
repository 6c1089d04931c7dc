// What became of a planned request, on its way from the worker to the ledger.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/delivery/plan.hpp"
#include "plugin/oneroster/answer.hpp"
#include "plugin/outbox/credential_refusal.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

enum class Fate {
  confirmed,      ///< 2xx
  in_doubt,       ///< may be stored
  not_sent,       ///< certainly not stored: goes again
  lacking,        ///< no document could be derived: it waits for what `code` says
  refused,        ///< the SIS said no to this record
  unclear,        ///< the SIS has it, but under which id cannot be told: a person decides
  line_item_gone, ///< the line item (its own, or the parent of a result) is no longer in the SIS
  student_gone,   ///< the line item is there: the student or the record is gone
};

struct Outcome {
  std::int64_t record_id = 0, epoch = 0;
  std::string request_id;
  outbox::Kind kind = outbox::Kind::result;
  Write write = Write::put;
  std::int64_t parent_id = 0;
  std::int32_t attempts = 0; ///< before this one
  Fate fate = Fate::not_sent;
  Code code = Code::none;
  int http_status = 0;
  std::string sis_words;
  /// The SIS keeps it under another id; taken over whatever else became of the request.
  std::optional<gradebook::SourcedId> other_id;
  outbox::WireIdOrigin id_origin = outbox::WireIdOrigin::rewritten;
  std::int64_t retry_unix_ms = 0;
  std::int64_t late_ms = 0;  ///< how late one that was never answered may still be stored
  bool blameless = false;    ///< the account's trouble or ours: costs the record no attempt
  bool set_aside = false;    ///< met the same once too often while others arrive: failed, by name
  /// A refusal in words that anybody may have said: what was refused may be there all the same.
  bool by_hearsay = false;
  bool nothing_left = false; ///< no byte of the write left: a fenced owner has nothing to tell
};

/// How an account stands now. Written with the outcomes that made it so.
struct AccountChange {
  outbox::AccountState state = outbox::AccountState::ok;
  Code code = Code::none;
  std::int32_t failures = 0;
  std::int64_t retry_unix_ms = 0;
  std::int64_t settings_generation = 0; ///< under which it came to stand so
};

/// Name of the meta text that tells under which settings generation an account was refused: newer
/// settings are a reason to ask the SIS again at once, also after a restart.
std::string refused_mark_name(const std::string& account_key);

struct SettleRequest {
  std::string account_key, owner_id;
  std::int64_t epoch = 0; ///< of the lease that the worker believes to hold
  std::int64_t now_unix_ms = 0;
  std::vector<Outcome> outcomes;
  std::vector<outbox::SisDocumentRow> learned;
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
  /// Connections whose people should hear that their credential was refused, with how the account
  /// stands for them.
  std::map<std::string, outbox::AccountRow> refused;
};

} // namespace passback::delivery
