#pragma once

#include <cstdint>

#include <boost/json/value.hpp>

namespace host_stub::commands {

// How many records in a lms.status/1 document are on their way or will be without anybody's help;
// 0: nothing is left to deliver.
std::int64_t pending_in(const boost::json::value& status);

} // namespace host_stub::commands
