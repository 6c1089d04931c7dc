#include "host_stub/commands/sync_preview_text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <boost/json/serialize.hpp>

#include "host_stub/support/decimal.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

bool flag_at(const json::value& value, std::string_view member) {
  const auto* found = at(value, member);
  return found != nullptr && found->is_bool() && found->get_bool();
}

const json::array& rows_at(const json::value& value, std::string_view member) {
  static const json::array kNone;
  const auto* found = at(value, member);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

bool is_activity(const json::value& cell) {
  return text_at(cell, "kind") == "line_item";
}

// The words of a gradebook for the members of OneRoster; others keep their names.
std::string member_words(std::string_view name) {
  static const std::map<std::string_view, std::string_view> kWords = {
      {"scoreStatus", "status"},    {"textScore", "score in words"},
      {"dueDate", "due date"},      {"assignDate", "assign date"},
      {"resultValueMin", "lowest"}, {"resultValueMax", "points possible"},
      {"gradingPeriod", "period"},  {"academicSession", "period"}};
  const auto found = kWords.find(name);
  return std::string(found == kWords.end() ? name : found->second);
}

std::string value_words(std::string_view member, const json::value& value, Names& names) {
  if (value.is_number()) {
    return to_decimal(value.to_number<double>());
  }
  if (!value.is_string()) {
    return json::serialize(value);
  }
  const std::string text(value.get_string());
  return member == "category"        ? names.category(text)
         : member == "gradingPeriod" ? names.period(text)
                                     : text;
}

/// One line of what the SIS will be told of a row.
struct Change {
  std::string what, from, to;
};

// What stood there. Nothing was told yet, or it is not known any more how it read.
std::string before(const json::value& cell, std::string_view member, Names& names) {
  if (const auto* from = at(cell, "from"); from != nullptr) {
    const auto* old = at(*from, member);
    return old == nullptr || old->is_null() ? "" : value_words(member, *old, names);
  }
  const auto* confirmed = at(cell, "sis_value");
  return confirmed == nullptr || confirmed->is_null() ? "" : "not known";
}

std::vector<Change> changes_of(const json::value& cell, Names& names) {
  if (flag_at(cell, "removes")) {
    return {{"all of it", text_at(cell, "sis_value"), "(taken out)"}};
  }
  std::vector<Change> changes;
  const auto* to = at(cell, "to");
  if (to != nullptr && to->is_object()) {
    for (const auto& [name, value] : to->get_object()) {
      changes.push_back({member_words(name), before(cell, name, names),
                         value.is_null() ? "(taken away)" : value_words(name, value, names)});
    }
  }
  if (changes.empty()) {
    changes.push_back({"as it stands", text_at(cell, "sis_value"), text_at(cell, "value")});
  }
  return changes;
}

std::string student_of(const json::value& cell, Names& names) {
  return names.person(text_at(cell, "student_id"));
}

std::string going_text(const json::value& preview, RowFate fate, Names& names) {
  const bool says_state = fate == RowFate::by_itself;
  std::vector<std::string> header{"activity", "student", "what", "in the SIS now", "will be"};
  if (says_state) {
    header.emplace_back("state");
  }
  TextTable table(header);
  for (const auto& cell : rows_at(preview, "cells")) {
    if (fate_of(cell) != fate) {
      continue;
    }
    bool first = true;
    for (const auto& change : changes_of(cell, names)) {
      std::vector<std::string> row{first ? activity_of(cell, names) : "",
                                   first ? student_of(cell, names) : "", change.what, change.from,
                                   change.to};
      if (says_state) {
        row.push_back(first ? text_at(cell, "words") : "");
      }
      table.add(std::move(row));
      first = false;
    }
  }
  return table.empty() ? "" : table.text() + "\n";
}

// All that its activity lacks, or the one reason.
std::string reasons_for_teacher(const json::value& cell) {
  std::string why;
  for (const auto& one : rows_at(cell, "missing")) {
    why += (why.empty() ? "" : " ") + reason_for_teacher(json::object{{"reason", one}});
  }
  return why.empty() ? reason_for_teacher(cell) : why;
}

std::string stuck_text(const json::value& preview, Names& names) {
  TextTable table({"activity", "student", "state", "why, and what to do"});
  for (const auto& cell : rows_at(preview, "cells")) {
    if (fate_of(cell) == RowFate::stuck) {
      auto why = reasons_for_teacher(cell);
      if (const auto said = text_at(cell, "sis_words"); !said.empty()) {
        why += (why.empty() ? "" : " ") + std::string("The SIS said: ") + said;
      }
      table.add({activity_of(cell, names), student_of(cell, names), text_at(cell, "words"), why});
    }
  }
  return table.empty() ? "" : "What will not go\n\n" + table.text() + "\n";
}

std::string notes_text(const json::value& preview, Names& names) {
  std::string text;
  for (const auto& cell : rows_at(preview, "cells")) {
    for (const auto& note : rows_at(cell, "notes")) {
      std::string about;
      for (const auto& one : rows_at(note, "about")) {
        about += (about.empty() ? "" : ", ") +
                 (one.is_string() ? std::string(one.get_string()) : json::serialize(one));
      }
      const auto student = student_of(cell, names);
      const auto step = text_at(note, "teacher");
      text += "  " + activity_of(cell, names) + (student.empty() ? "" : ", " + student) + ": " +
              text_at(note, "sentence") + (about.empty() ? "" : " (" + about + ")") +
              (step.empty() ? "" : " " + step) + "\n";
    }
  }
  return text.empty() ? "" : "To be seen\n\n" + text + "\n";
}

std::string questions_text(const json::value& preview) {
  std::string text;
  for (const auto& question : rows_at(preview, "questions")) {
    text += "Asked: " + asked_text(question) + "\n";
    const auto& columns = rows_at(question, "columns");
    for (const auto& column : columns.size() > 1 ? columns : json::array()) {
      text += "  there: \"" + text_at(column, "title") + "\" " + text_at(column, "due") +
              " (--column " + text_at(column, "id") + ")\n";
    }
    for (const auto& answer : rows_at(question, "answers")) {
      text += "  " + text_at(answer, "label") + "\n";
    }
  }
  return text.empty() ? "" : text + "\n";
}

// "1 activity and 2 grades"
std::string things_of(const json::value& preview, RowFate fate) {
  std::int64_t activities = 0, grades = 0;
  for (const auto& cell : rows_at(preview, "cells")) {
    if (fate_of(cell) == fate) {
      (is_activity(cell) ? activities : grades) += 1;
    }
  }
  std::string text;
  if (activities != 0) {
    text = std::to_string(activities) + (activities == 1 ? " activity" : " activities");
  }
  if (grades != 0) {
    text += (text.empty() ? "" : " and ") + std::to_string(grades) +
            (grades == 1 ? " grade" : " grades");
  }
  return text;
}

std::string totals_text(const json::value& preview) {
  std::string text;
  const auto add = [&](const char* what, RowFate fate) {
    if (const auto things = things_of(preview, fate); !things.empty()) {
      text += std::string(what) + things + ".\n";
    }
  };
  add("With a send: ", RowFate::by_send);
  add("By itself: ", RowFate::by_itself);
  add("Will not go as it is: ", RowFate::stuck);
  add("Nothing to do: ", RowFate::there);
  return text.empty() ? "Nothing of this is known yet.\n" : text;
}

// What is said of the whole class, above everything.
std::string heads_text(const json::value& preview) {
  std::string text;
  const auto add = [&](const std::string& sentence) {
    text += sentence.empty() ? "" : sentence + "\n\n";
  };
  if (const auto* off = at(preview, "off"); off != nullptr) {
    add(text_at(*off, "sentence") + " " + text_at(*off, "teacher"));
  }
  const auto* trial = at(preview, "trial");
  add(trial != nullptr && trial->is_object() ? text_at(*trial, "text") : text_at(preview, "trial"));
  if (flag_at(preview, "test_server")) {
    add("This is a test server.");
  }
  if (const auto* unread = at(preview, "not_looked_at"); unread != nullptr) {
    add(reason_for_teacher(*unread));
  }
  for (const char* columns : {"columns_not_read", "columns_unread"}) {
    if (const auto* said = at(preview, columns); said != nullptr) {
      add(text_at(*said, "text"));
    }
  }
  return text;
}

} // namespace

RowFate fate_of(const json::value& cell) {
  static const std::set<std::string, std::less<>> kGo = {"on_its_way", "waiting", "for_file",
                                                         "in_file", "in_trial"};
  static const std::set<std::string, std::less<>> kThere = {"accepted", "withdrawn", "moved",
                                                            "nothing", "settled"};
  const auto state = text_at(cell, "state");
  if (flag_at(cell, "will_send") || flag_at(cell, "goes_along")) {
    return RowFate::by_send;
  }
  return kGo.contains(state)      ? RowFate::by_itself
         : kThere.contains(state) ? RowFate::there
                                  : RowFate::stuck;
}

std::int64_t rows_in(const json::value& preview, RowFate fate) {
  return std::ranges::count_if(rows_at(preview, "cells"),
                               [&](const json::value& cell) { return fate_of(cell) == fate; });
}

std::string activity_of(const json::value& cell, Names& names) {
  const auto title = text_at(cell, "activity_title");
  auto text = title.empty() ? names.activity(text_at(cell, "activity_id")) : title;
  if (const auto standard = text_at(cell, "objective_id"); !standard.empty()) {
    text += ": " + standard;
  }
  if (const auto sis = text_at(cell, "sis_name"); !sis.empty()) {
    text += " (" + sis + ")";
  }
  return text;
}

std::string asked_text(const json::value& question) {
  const auto title = text_at(question, "activity_title");
  return (title.empty() ? "" : title + ": ") + text_at(question, "text");
}

std::string reason_for_teacher(const json::value& holder) {
  const auto* reason = at(holder, "reason");
  if (reason == nullptr) {
    return {};
  }
  const auto step = text_at(*reason, "teacher");
  return text_at(*reason, "sentence") + (step.empty() ? "" : " " + step);
}

std::string preview_text(const json::value& preview, Names& names) {
  std::string text = heads_text(preview);
  if (const auto sends = going_text(preview, RowFate::by_send, names); !sends.empty()) {
    text += "What a send tells the SIS\n\n" + sends;
  }
  if (const auto goes = going_text(preview, RowFate::by_itself, names); !goes.empty()) {
    text += "What goes by itself\n\n" + goes;
  }
  text += notes_text(preview, names) + stuck_text(preview, names) + questions_text(preview) +
          totals_text(preview);
  const auto* estimate = at(preview, "estimate");
  return estimate == nullptr ? text : text + text_at(*estimate, "text") + "\n";
}

} // namespace host_stub::commands
