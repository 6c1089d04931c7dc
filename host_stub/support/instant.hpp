#pragma once
// Times and days, there and back.
#include <cstdint>
#include <string>
#include <string_view>

namespace host_stub {

// Instants are Unix milliseconds, UTC; days are YYYY-MM-DD.
std::int64_t now_unix_ms();
std::string to_iso_text(std::int64_t unix_ms);
// Midnight UTC of a day; 0 ("not given") for anything else.
std::int64_t day_to_unix_ms(std::string_view day);

} // namespace host_stub
