// When a record may go that nothing else holds back: an administrator's wait before sending, quiet
// hours, and dates on which nothing goes. A person who sends waits for none of them. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "plugin/outbox/record.hpp"
#include "plugin/platform/codes.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::decision {

struct SendingTime {
  Code why = Code::none;          ///< none = now
  std::int64_t until_unix_ms = 0; ///< it is looked at again then
};

/// By quiet hours and dates without sending, as the clocks of `zone` show them; a zone that nobody
/// knows counts as UTC.
SendingTime sending_time(const settings::SendingRules& rules, std::string_view zone,
                         std::int64_t now_unix_ms);
/// The same of a record: what a person sent goes at once.
SendingTime sending_time(const settings::SendingRules& rules, std::string_view zone,
                         const outbox::Record& record, std::int64_t now_unix_ms);

/// It has just been put into the line, by no person: it waits as the rules say, from the first of
/// several changes on.
void wait_for_edits(const settings::SendingRules& rules, outbox::Record& record,
                    std::int64_t now_unix_ms);
/// It waits for such a time only, which the settings may have changed: it is looked at now, or
/// waits for edits no longer than they say.
void look_at_time_again(const settings::SendingRules& rules, outbox::Record& record,
                        std::int64_t now_unix_ms);

} // namespace passback::decision
