// What people are told about an account that stands still, and how often.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/delivery/delivery.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

/// True if a notice is due: the account needs a person, or has been down for half an hour, and the
/// last notice is a day old.
bool notice_due(const outbox::AccountRow& account, std::int64_t now_unix_ms);

Notice account_notice(const outbox::AccountRow& account, const std::string& domain_id,
                      const std::string& sis_name);

} // namespace passback::delivery
