// What becomes of grades that were given before sync was switched on: an administrator is asked
// once, and the answer stands with the domain's settings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <boost/json.hpp>

namespace passback::settings {

class JsonReader;

struct FirstSend {
  enum class Answer {
    open,     ///< nobody has answered: they wait
    all,      ///< they go
    from,     ///< those from that date on go; older ones only when a person sends them
    teachers, ///< each teacher decides
    leave,    ///< they are not offered either
  };
  /// When sync was switched on. What was scored later goes as any other grade.
  std::int64_t since_unix_ms = 0;
  Answer answer = Answer::open;
  std::string from; ///< of Answer::from: "2026-10-01", in the SIS's time zone
  bool operator==(const FirstSend&) const = default;
};

/// The later one of two counts: it was asked when more classes could send.
void inherit(std::optional<FirstSend>& first_send, const std::optional<FirstSend>& nearer);

boost::json::value to_value(const FirstSend& first_send);
std::optional<FirstSend> read_first_send(const boost::json::object& object, JsonReader& reader);
/// nullopt: no such answer.
std::optional<FirstSend::Answer> first_send_answer(std::string_view name);

} // namespace passback::settings
