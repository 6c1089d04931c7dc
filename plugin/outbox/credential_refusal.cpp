#include "plugin/outbox/credential_refusal.hpp"

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/outbox/code_text.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::outbox {
namespace {

namespace json = boost::json;

std::string name_of(const std::string& connection_id) {
  return "refused.connection." + connection_id;
}

} // namespace

Result<std::optional<CredentialRefusal>> refusal_of(Transaction& transaction,
                                                    const std::string& connection_id) {
  PASSBACK_TRY_AS(auto kept, transaction.meta(name_of(connection_id)));
  if (!kept || kept->empty()) {
    return std::optional<CredentialRefusal>();
  }
  PASSBACK_TRY_AS(auto row, transaction.connection(connection_id));
  json::error_code failure;
  const auto parsed = json::parse(*kept, failure);
  const auto connection = row ? settings::connection_from_json(row->document)
                              : Result<settings::Connection>(Code::state);
  if (failure || !parsed.is_object() || !connection) {
    return std::optional<CredentialRefusal>();
  }
  const auto& object = parsed.get_object();
  CredentialRefusal refusal;
  refusal.secret_ref = gradebook::text_member(object, "secret_ref");
  refusal.secret_version = gradebook::number_member(object, "secret_version");
  refusal.code = code_of(gradebook::text_member(object, "code"));
  refusal.since_unix_ms = gradebook::number_member(object, "since_unix_ms");
  refusal.retry_unix_ms = gradebook::number_member(object, "retry_unix_ms");
  refusal.notice_unix_ms = gradebook::number_member(object, "notice_unix_ms");
  refusal.settings_generation = gradebook::number_member(object, "settings_generation");
  const bool same = refusal.code != Code::none && refusal.secret_ref == connection->secret_ref &&
                    refusal.secret_version == connection->secret_version;
  return same ? std::optional(std::move(refusal)) : std::optional<CredentialRefusal>();
}

Result<std::int64_t> refusal_notice_of(Transaction& transaction, const std::string& connection_id) {
  PASSBACK_TRY_AS(auto kept, transaction.meta(name_of(connection_id)));
  json::error_code failure;
  const auto parsed = json::parse(kept.value_or(""), failure);
  return failure || !parsed.is_object()
             ? 0
             : gradebook::number_member(parsed.get_object(), "notice_unix_ms");
}

Status end_refusal(Transaction& transaction, const std::string& connection_id,
                   std::int64_t notice_unix_ms) {
  const auto name = name_of(connection_id);
  const auto kept = notice_unix_ms == 0
                        ? std::string()
                        : json::serialize(json::object{{"notice_unix_ms", notice_unix_ms}});
  PASSBACK_TRY_AS(auto before, transaction.meta(name));
  return before.value_or("") == kept ? ok_status() : transaction.put_meta(name, kept);
}

Status put_refusal(Transaction& transaction, const std::string& connection_id,
                   const std::optional<CredentialRefusal>& refusal) {
  if (!refusal) {
    // When people were told stays: one that comes back within the day is not told again.
    PASSBACK_TRY_AS(auto told, refusal_notice_of(transaction, connection_id));
    return end_refusal(transaction, connection_id, told);
  }
  return transaction.put_meta(
      name_of(connection_id),
      json::serialize(json::object{{"secret_ref", refusal->secret_ref},
                                   {"secret_version", refusal->secret_version},
                                   {"code", text_of(refusal->code)},
                                   {"since_unix_ms", refusal->since_unix_ms},
                                   {"retry_unix_ms", refusal->retry_unix_ms},
                                   {"notice_unix_ms", refusal->notice_unix_ms},
                                   {"settings_generation", refusal->settings_generation}}));
}

} // namespace passback::outbox
