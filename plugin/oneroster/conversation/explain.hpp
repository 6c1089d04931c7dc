// Puts into words what an answer, or its absence, means for a person who tests a connection.
#pragma once

#include <string>
#include <string_view>

#include "plugin/oneroster/answer.hpp"
#include "plugin/oneroster/conversation/conversation.hpp"

namespace passback::oneroster {

/// Nothing came: a failed check with the catalogue's words.
Check explain_silence(std::string id, std::string_view what, const Heard& heard);

/// The SIS said no: `what` failed ("The classes cannot be read."), with the reason, the next step
/// and the SIS's own words as detail.
Check explain_refusal(std::string id, std::string_view what, const Profile& profile,
                      Operation operation, const Heard& heard);

/// True if the operation is not offered at that address: 404, 405 or 501.
bool not_offered(const Heard& heard);
/// True if it is there, but not for these credentials: 401 or 403.
bool not_permitted(const Heard& heard);
/// True for 2xx.
bool answered_well(const Heard& heard);

/// "HTTP 404", or nothing.
std::string status_text(const Heard& heard);

} // namespace passback::oneroster
