#pragma once
// The one form of time that HTTP's own headers have, whatever the locale of the process.
#include <chrono>
#include <string>

namespace host_stub::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string date_header(std::chrono::system_clock::time_point time);

} // namespace host_stub::http
