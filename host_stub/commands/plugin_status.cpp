#include "host_stub/commands/plugin_status.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <map>

#include "host_stub/commands/sync_preview_text.hpp"
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
  TextTable table({"state", "grades", "activities", "categories"});
  for (const auto& line : list_at(status, "counts")) {
    table.add({text_at(line, "words"), std::to_string(number_at(line, "results")),
               std::to_string(number_at(line, "line_items")),
               std::to_string(number_at(line, "categories"))});
  }
  const auto* estimate = at(status, "estimate");
  const auto how_long = estimate == nullptr ? std::string() : text_at(*estimate, "text") + "\n";
  return table.empty() ? "Nothing to sync is known yet.\n" : table.text() + how_long;
}

std::string accounts_text(const json::value& status) {
  TextTable table({"SIS account", "state", "since", "why, and what to do"});
  for (const auto& account : list_at(status, "accounts")) {
    table.add({text_at(account, "id"), text_at(account, "state"),
               to_iso_text(number_at(account, "since_unix_ms")), reason_words(account, "reason")});
  }
  return table.empty() ? "" : "\n" + table.text();
}

// The words of a gradebook for what is kept of it.
std::string kind_words(const std::string& kind) {
  return kind == "line_item" ? "activity" : kind == "result" ? "grade" : kind;
}

std::string records_text(const json::value& status, Names& names) {
  TextTable table({"kind", "activity", "student", "state", "why"});
  for (const auto& record : list_at(status, "records")) {
    table.add({kind_words(text_at(record, "kind")), activity_of(record, names),
               names.person(text_at(record, "student_id")), text_at(record, "words"),
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

// "2 grades and 1 activity", of one line of the counts; empty if it counts nothing.
std::string things_in(const json::value& line) {
  struct Kind {
    std::string_view member, one, many;
  };
  static constexpr Kind kKinds[] = {{"results", "grade", "grades"},
                                    {"line_items", "activity", "activities"},
                                    {"categories", "category", "categories"}};
  std::string text;
  for (const auto& kind : kKinds) {
    const auto number = number_at(line, kind.member);
    if (number != 0) {
      text += (text.empty() ? "" : " and ") + std::to_string(number) + " " +
              std::string(number == 1 ? kind.one : kind.many);
    }
  }
  return text;
}

// Why what is in that state does not go now.
std::string why_left(const json::value& status, const std::string& state,
                     const std::string& words) {
  static const std::map<std::string, std::string, std::less<>> kWhy = {
      {"on_its_way", "on the way; kept, and sent with the next `host_stub deliver`"},
      {"for_file", "ready for the next file: host_stub file make --class C --out FILE.zip"},
      {"in_file", "in a file that nobody has spoken for: host_stub file taken ID, or not-taken"},
      {"manual", "kept until somebody uses \"Sync grades to SIS\""},
      {"held", "not released to students yet"},
      {"off", "not synced: switched off or excluded there, or the SIS is another one now"},
      {"not_ready", "in need of somebody's attention"},
      {"conflict", "in need of somebody's attention: the SIS shows another grade"},
      {"rejected", "in need of somebody's attention: the SIS did not accept them"},
      {"failed", "in need of somebody's attention: not sent"},
      {"unlinked", "in need of somebody's attention: removed in the SIS"}};
  if (state == "off" && is_held(status)) {
    auto why = reason_words(status, "hold");
    return why.ends_with('.') ? why.substr(0, why.size() - 1) : why;
  }
  const auto why = kWhy.find(state);
  if (why != kWhy.end()) {
    return why->second;
  }
  constexpr std::string_view kWaiting = "Waiting: ";
  return words.starts_with(kWaiting) ? words.substr(kWaiting.size()) : words;
}

std::string counted(std::int64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

bool needs_somebody(std::string_view state) {
  static constexpr std::string_view kStates[] = {"not_ready", "conflict", "rejected", "failed",
                                                 "unlinked"};
  return std::ranges::find(kStates, state) != std::end(kStates);
}

} // namespace

std::vector<std::string> left_in(const json::value& status) {
  std::vector<std::string> left;
  for (const auto& line : list_at(status, "counts")) {
    const auto state = text_at(line, "state");
    const auto things = things_in(line);
    if (things.empty() || state == "settled" || state == "withdrawn") {
      continue;
    }
    left.push_back(things + ": " + why_left(status, state, text_at(line, "words")) + ".");
  }
  const bool goes = !is_held(status) && (pending_in(status) != 0 || open_jobs_in(status) != 0);
  for (const auto& account : list_at(status, "accounts")) {
    if (goes && text_at(account, "state") != "ok") {
      left.push_back("The SIS account " + text_at(account, "id") + ": " +
                     reason_words(account, "reason"));
    }
  }
  if (const auto jobs = open_jobs_in(status); jobs != 0) {
    left.push_back(std::to_string(jobs) + (jobs == 1 ? " thing" : " things") +
                   " that somebody asked of the SIS (a test, a list) not done yet.");
  }
  if (const auto unread = unread_in(status); !unread.empty()) {
    left.push_back(unread);
  }
  return left;
}

std::vector<std::string> attention_in(const json::value& status, Names& names, std::size_t most) {
  // By activity and reason, in the order of the document; an activity holds its own grades back for
  // its reason, which is told once.
  struct Trouble {
    std::string what, why, whose;
    bool of_activity = false;
  };
  std::vector<Trouble> troubles;
  for (const auto& record : list_at(status, "records")) {
    if (!needs_somebody(text_at(record, "state"))) {
      continue;
    }
    const auto what = activity_of(record, names);
    const auto reason = reason_words(record, "reason");
    const auto why = reason.empty() ? text_at(record, "words") + "." : reason;
    auto found = std::ranges::find_if(
        troubles, [&](const Trouble& one) { return one.what == what && one.why == why; });
    if (found == troubles.end()) {
      found = troubles.insert(troubles.end(), Trouble{what, why, {}});
    }
    const auto student = names.person(text_at(record, "student_id"));
    found->of_activity = found->of_activity || student.empty();
    found->whose += student.empty() ? "" : (found->whose.empty() ? "" : ", ") + student;
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < troubles.size() && i < most; ++i) {
    const auto& one = troubles[i];
    lines.push_back(one.what + (one.of_activity || one.whose.empty() ? "" : ", " + one.whose) +
                    ": " + one.why);
  }
  if (troubles.size() > most) {
    lines.push_back("And " + std::to_string(troubles.size() - most) + " more.");
  }
  return lines;
}

bool is_reading(const json::value& status) {
  const auto* unread = at(status, "not_looked_at");
  const auto* reason = unread == nullptr ? nullptr : at(*unread, "reason");
  return reason != nullptr && text_at(*reason, "code") == "sweep.not_looked_at";
}

std::string unread_in(const json::value& status) {
  const auto* unread = at(status, "not_looked_at");
  if (unread == nullptr) {
    return {};
  }
  const auto scores = number_at(*unread, "scores");
  const auto classes = number_at(*unread, "classes");
  std::string what = scores != 0 ? counted(scores, "score", "scores") : "Scores";
  if (classes != 0) {
    what += " of " + counted(classes, "class", "classes");
  }
  return what + " not looked at yet: " + reason_words(*unread, "reason");
}

bool is_held(const json::value& status) {
  const auto* held = at(status, "held");
  return held != nullptr && held->is_bool() && held->get_bool();
}

std::int64_t open_jobs_in(const json::value& status) {
  return number_at(status, "open_jobs");
}

std::int64_t pending_in(const json::value& status) {
  return records_in(status, {"on_its_way", "waiting"});
}

std::int64_t stuck_in(const json::value& status) {
  return records_in(status, {"not_ready", "conflict", "rejected", "failed", "unlinked"});
}

std::int64_t results_in(const json::value& status) {
  std::int64_t results = 0;
  for (const auto& line : list_at(status, "counts")) {
    results += number_at(line, "results");
  }
  return results;
}

std::string status_text(const json::value& status, Names& names) {
  std::string text;
  if (is_held(status)) {
    text += "Delivery is held. " + reason_words(status, "hold") + "\n\n";
  }
  if (const auto unread = unread_in(status); !unread.empty()) {
    text += unread + "\n\n";
  }
  if (const auto trial = text_at(status, "trial"); !trial.empty()) {
    text += trial + "\n\n";
  }
  return text + counts_text(status) + accounts_text(status) + records_text(status, names);
}

} // namespace host_stub::commands
