#pragma once
// The one way in which host_stub prints JSON.
#include <string>

#include <boost/json/value.hpp>

namespace host_stub {

// JSON for people and programs: indented, numbers as plain decimals (Boost.JSON would write 2.5
// as 2.5E0).
std::string to_json_text(const boost::json::value& value);

} // namespace host_stub
