#include "host_stub/roster/calendar.hpp"

#include "host_stub/support/instant.hpp"

namespace host_stub::roster {

std::string day_in(const Session& session, std::size_t part, std::size_t parts) {
  constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;
  const auto start = day_to_unix_ms(session.start);
  const auto days = (day_to_unix_ms(session.end) - start) / kDay;
  const auto into = days * static_cast<std::int64_t>(part) / static_cast<std::int64_t>(parts);
  return to_iso_text(start + into * kDay).substr(0, 10);
}

} // namespace host_stub::roster
