// What an answer holds, for conversations: the readers of oneroster/reads/, asked of something
// response.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/conversation.hpp"

namespace passback::exchange {

/// The object of a 2xx answer, in or out of its envelope.
std::optional<boost::json::object> object_of(const Response& response, std::string_view envelope);
/// The entries of a 2xx answer that are not deleted; none if it holds no list.
std::optional<std::vector<boost::json::object>> entries_of(const Response& response,
                                                           std::string_view member_name);

} // namespace passback::exchange
