// Checks a profile file against its JSON Schema and says, by line, what does not fit.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// What stands wrong where: an RFC 6901 pointer into the document, and a sentence about it.
struct Misfit {
  std::string pointer;
  std::string sentence;
};

/// The first misfit in the document, or none. Unknown keys come first, because a misspelt key is
/// what people get wrong most; the nearest known key is suggested. Code::internal if the schema
/// itself is damaged.
Result<std::optional<Misfit>> check_profile(const boost::json::value& document,
                                            const boost::json::value& schema);

} // namespace passback::oneroster
