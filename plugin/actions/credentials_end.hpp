// The day on which the credentials of an SIS end, where an administrator entered it: what the card
// says of it, and what the administrators are told before. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/actions/due_notice.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

/// What was told of it.
struct CredentialsTold {
  std::string ends_on;
  int step = 0; ///< days before, of the last telling
};

struct CredentialsQuery {
  gradebook::DomainId domain;
  const settings::Connection& connection;
  std::string today;     ///< in the SIS's time zone
  bool may_tell = false; ///< the hour of the notices has come
};
/// Another day, or none, takes away what was told of the one before, at whatever hour.
std::vector<DueNotice> credentials_notices(const CredentialsQuery& query,
                                           std::optional<CredentialsTold>& told);
/// Something that was told holds no longer.
bool is_over(const std::optional<CredentialsTold>& told, const settings::Connection& connection);

/// On the card, from the first day on which people are told.
void add_credentials_note(FormDocument& form, const settings::Connection& connection,
                          std::int64_t now_unix_ms);

} // namespace passback::actions
