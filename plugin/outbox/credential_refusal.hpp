// What the SIS refused to a connection: a refusal belongs to one version of one credential. Where a
// whole account uses that one credential, the account's row says so too; beside others it stands
// here alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct CredentialRefusal {
  std::string secret_ref;
  std::int64_t secret_version = 0;
  Code code = Code::none;
  std::int64_t since_unix_ms = 0;
  std::int64_t retry_unix_ms = 0;       ///< not tried before, but under newer settings
  std::int64_t notice_unix_ms = 0;      ///< last notice, as in AccountRow
  std::int64_t settings_generation = 0; ///< under which it was refused

  /// How the account stands for the connection.
  AccountState state() const { return account_state_of(code); }
};

/// Of the credential that the connection names now; nullopt = it was not refused. A refusal of an
/// earlier secret is none.
Result<std::optional<CredentialRefusal>> refusal_of(Transaction& transaction,
                                                    const std::string& connection_id);
/// When people were last told of a refusal there, also of one that is over; 0 = never.
Result<std::int64_t> refusal_notice_of(Transaction& transaction, const std::string& connection_id);
/// What was refused is over, and people have last been told of it then.
Status end_refusal(Transaction& transaction, const std::string& connection_id,
                   std::int64_t notice_unix_ms);
/// nullopt: what was refused is over.
Status put_refusal(Transaction& transaction, const std::string& connection_id,
                   const std::optional<CredentialRefusal>& refusal);

} // namespace passback::outbox
