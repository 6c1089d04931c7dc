// Puts into words what an answer, or its absence, means for a person who tests a connection.
#pragma once

#include <string>
#include <string_view>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/oneroster/answers/answer.hpp"

namespace passback::exchange {

/// Nothing came: a failed check with the catalogue's words.
Check explain_silence(std::string id, Phrase what, const Response& response);

/// The SIS said no: `what` failed ("The classes cannot be read."), with the reason, the next step
/// and the SIS's own words as detail.
Check explain_refusal(std::string id, Phrase what, const oneroster::Profile& profile,
                      oneroster::Operation operation, const Response& response);

/// True for 404, 405 or 501, whoever says it: another address is worth a try.
bool no_such_address(const Response& response);
/// The same, and no page: the operation is not offered at that address.
bool not_offered(const Response& response);
/// True for 404 or 410, and no page: what was asked for is not there.
bool not_there(const Response& response);
/// True if it is there, but not for these credentials: 401, or 403 and no page.
bool not_permitted(const Response& response);
/// True for 2xx, and no page.
bool is_success(const Response& response);
/// True for a success that does not say that the reading failed; for a write: that the writing did.
bool answered_well(const Response& response);
bool was_taken(const Response& response);

/// "HTTP 404", or nothing.
std::string status_text(const Response& response);

} // namespace passback::exchange
