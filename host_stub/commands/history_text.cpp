#include "host_stub/commands/history_text.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>

#include "host_stub/commands/sync_preview_text.hpp"
#include "host_stub/support/instant.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

std::int64_t whole_at(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found != nullptr && found->is_number() ? found->to_number<std::int64_t>() : 0;
}

// What happened, in words; an event that this host does not know keeps its name.
std::string event_words(const std::string& event) {
  static const std::map<std::string, std::string, std::less<>> kWords = {
      {"observed", "saved in the gradebook"},
      {"released", "released to be sent"},
      {"sent", "sent to the SIS"},
      {"confirmed", "accepted by the SIS"},
      {"doubt", "no definite answer; it is looked at, or sent again"},
      {"rejected", "not accepted by the SIS"},
      {"failed", "not sent"},
      {"unlinked", "gone in the SIS"},
      {"moved", "moved to the right record"},
      {"kept", "left in the SIS, as somebody answered"},
      {"sent_again", "to be sent again, as somebody answered"},
      {"sent_in_trial", "sent in a trial: nothing was written"},
      {"columns_read", "what the class has in the SIS was looked at first"},
      {"linked_again", "found again in the SIS, where it was sent before"},
      {"own_column", "to stand beside what the SIS has, as somebody answered"},
      {"left_out", "left out, as somebody answered"},
      {"fenced", "handed over to another process"}};
  const auto found = kWords.find(event);
  if (found != kWords.end()) {
    return found->second;
  }
  if (event.starts_with("left_id ")) {
    return "goes on under another id in the SIS";
  }
  if (event.starts_with("column_taken_over ")) {
    return "to use what the SIS has already, as somebody answered";
  }
  if (event.starts_with("column_handed_over ")) {
    return "handed over to another course, as somebody answered";
  }
  auto words = event;
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string answer_in_words(const json::value& line) {
  const auto status = whole_at(line, "http_status");
  const auto* reason = at(line, "reason");
  const auto why = reason == nullptr ? std::string() : text_at(*reason, "sentence");
  return (status == 0 ? "" : std::to_string(status) + (why.empty() ? "" : ": ")) + why;
}

// A value that stands in the LMS or in the SIS.
std::string value_text(const json::value& record, std::string_view member) {
  const auto* value = at(record, member);
  if (value == nullptr || value->is_null()) {
    return "nothing";
  }
  const auto text = text_at(record, member);
  return text.empty() ? "blank" : text;
}

} // namespace

std::string history_text(const json::value& history, Names& names) {
  std::string text;
  if (const auto* record = at(history, "record"); record != nullptr) {
    const auto student = text_at(*record, "student_id");
    text += activity_of(*record, names) + (student.empty() ? "" : ", " + names.person(student)) +
            ": " + text_at(*record, "words") + "\n";
    text += "In the LMS: " + value_text(*record, "value") +
            ". In the SIS: " + value_text(*record, "sis_value");
    const auto accepted = whole_at(*record, "confirmed_unix_ms");
    text += accepted == 0 ? ".\n" : ", since " + to_iso_text(accepted) + ".\n";
    if (const auto why = reason_for_teacher(*record); !why.empty()) {
      text += why + "\n";
    }
  }
  TextTable table({"when", "what happened", "by", "answer"});
  const auto* lines = at(history, "lines");
  if (lines != nullptr && lines->is_array()) {
    const auto& rows = lines->get_array();
    for (std::size_t i = rows.size(); i > 0; --i) {
      const auto& line = rows[i - 1];
      table.add({to_iso_text(whole_at(line, "at_unix_ms")), event_words(text_at(line, "event")),
                 names.actor(text_at(line, "actor")), answer_in_words(line)});
    }
  }
  return table.empty() ? text : text + "\n" + table.text();
}

} // namespace host_stub::commands
