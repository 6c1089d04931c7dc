// What people are told about an account that stands still and of what an SIS refused, and how
// often.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/delivery/delivery.hpp"
#include "plugin/delivery/settlement.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

/// One notice a day about one thing, whatever it is about; what has come back since people were
/// told that it is over (below zero), an hour after that.
bool may_tell_again(std::int64_t last_unix_ms, std::int64_t now_unix_ms);

/// True if a notice is due: the account needs a person, or has been down for half an hour, and the
/// last notice is a day old.
bool notice_due(const outbox::AccountRow& account, std::int64_t now_unix_ms);

/// True if people were told of a trouble that is over, and not of that.
bool is_over(const outbox::AccountRow& account);

/// Of an account that is well: that what an earlier notice, which this one replaces, told is over.
/// `of_credential`: it is about one credential of the account, beside others that fare well.
Notice account_notice(const outbox::AccountRow& account, const std::string& domain_id,
                      const std::string& sis_name, bool of_credential = false);

/// Of a class of which the SIS did not accept something, or of which nothing refused is left.
Notice class_notice(const ClassNotice& told, const std::string& sis_name);

} // namespace passback::delivery
