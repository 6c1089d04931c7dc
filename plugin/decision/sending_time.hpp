// When a record may go that nothing else holds back: an administrator's wait before sending, times
// of the day, quiet hours, and dates on which nothing goes. A person who sends waits for none of
// them. Pure.
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

/// The first moment from then on at which grades go by themselves: by the times of the day that the
/// rules name, where quiet hours and dates leave one. Without such times: then.
std::int64_t next_time_to_send(const settings::SendingRules& rules, std::string_view zone,
                               std::int64_t from_unix_ms);

/// It has just been put into the line, by no person: it waits as the rules say, for further edits
/// from the first of several changes on (`for_edits`), and for the next time to send.
void wait_for_its_time(const settings::SendingRules& rules, std::string_view zone, bool for_edits,
                       outbox::Record& record, std::int64_t now_unix_ms);
/// It waits for such a time only, which the settings may have changed: it is looked at now, or
/// waits no longer than they say.
void look_at_time_again(const settings::SendingRules& rules, std::string_view zone,
                        outbox::Record& record, std::int64_t now_unix_ms);

/// When this record goes, which waits for a time of the day (Code::waits_for_time). What it keeps
/// may be the moment at which it is looked at again, because no wait of hours is believed
/// (outbox/due.hpp).
std::int64_t time_to_go(const settings::SendingRules& rules, std::string_view zone,
                        const outbox::Record& record, std::int64_t now_unix_ms);
/// Why it is not its time yet is known, and when it will be.
bool goes_at_a_time(const outbox::Record& record);

} // namespace passback::decision
