#include "host_stub/commands/plugin_status.hpp"

#include <algorithm>
#include <initializer_list>

#include "host_stub/support/instant.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

std::int64_t number_at(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found != nullptr && found->is_number() ? found->to_number<std::int64_t>() : 0;
}

const json::array& list_at(const json::value& value, std::string_view member) {
  static const json::array kNone;
  const auto* found = at(value, member);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

// A reason is {"code","sentence","teacher","administrator","support"}; whoever runs this may be any
// of the three.
std::string reason_words(const json::value& holder, std::string_view member) {
  const auto* reason = at(holder, member);
  if (reason == nullptr) {
    return {};
  }
  std::string next_step;
  for (const char* reader : {"administrator", "teacher", "support"}) {
    if (next_step.empty()) {
      next_step = text_at(*reason, reader);
    }
  }
  return text_at(*reason, "sentence") + (next_step.empty() ? "" : " " + next_step);
}

std::string counts_text(const json::value& status) {
  TextTable table({"state", "results", "line items", "categories"});
  for (const auto& line : list_at(status, "counts")) {
    table.add({text_at(line, "words"), std::to_string(number_at(line, "results")),
               std::to_string(number_at(line, "line_items")),
               std::to_string(number_at(line, "categories"))});
  }
  return table.empty() ? "Nothing to sync is known yet.\n" : table.text();
}

std::string accounts_text(const json::value& status) {
  TextTable table({"SIS account", "state", "since", "why, and what to do"});
  for (const auto& account : list_at(status, "accounts")) {
    table.add({text_at(account, "id"), text_at(account, "state"),
               to_iso_text(number_at(account, "since_unix_ms")), reason_words(account, "reason")});
  }
  return table.empty() ? "" : "\n" + table.text();
}

std::string records_text(const json::value& status) {
  TextTable table({"kind", "activity", "student", "state", "why"});
  for (const auto& record : list_at(status, "records")) {
    table.add({text_at(record, "kind"), text_at(record, "activity_id"),
               text_at(record, "student_id"), text_at(record, "words"),
               reason_words(record, "reason")});
  }
  return table.empty() ? "" : "\n" + table.text();
}

std::int64_t records_in(const json::value& status, std::initializer_list<std::string_view> states) {
  std::int64_t records = 0;
  for (const auto& line : list_at(status, "counts")) {
    if (std::ranges::find(states, text_at(line, "state")) == states.end()) {
      continue;
    }
    for (const auto& member : line.get_object()) {
      records += member.value().is_number() ? member.value().to_number<std::int64_t>() : 0;
    }
  }
  return records;
}

} // namespace

std::int64_t pending_in(const json::value& status) {
  return records_in(status, {"on_its_way", "waiting"});
}

std::int64_t stuck_in(const json::value& status) {
  return records_in(status, {"not_ready", "conflict", "rejected", "failed", "unlinked"});
}

std::string status_text(const json::value& status) {
  std::string text;
  const auto* held = at(status, "held");
  if (held != nullptr && held->is_bool() && held->get_bool()) {
    text += "Delivery is held. " + reason_words(status, "hold") + "\n\n";
  }
  return text + counts_text(status) + accounts_text(status) + records_text(status);
}

} // namespace host_stub::commands
