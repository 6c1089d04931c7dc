#include "host_stub/commands/form_changes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/support/ascii.hpp"
#include "host_stub/support/json_member.hpp"
#include "host_stub/support/text_table.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

bool is_map(const json::value& field) {
  const auto kind = text_at(field, "kind");
  return kind == "category_map" || kind == "period_map" || kind == "final_slots";
}

bool is_list(const std::string& kind) {
  return kind == "activities" || kind == "categories" || kind == "ids" || kind == "domains" ||
         kind == "times" || kind == "dates";
}

bool is_closed(const json::value& field) {
  const auto* enabled = at(field, "enabled");
  return enabled != nullptr && enabled->is_bool() && !enabled->get_bool();
}

// The choice that is called so; nullptr: none.
const json::value* choice_of(const json::value& field, std::string_view typed) {
  const auto& choices = list_at(field, "choices");
  for (const char* called : {"value", "label"}) {
    for (const auto& choice : choices) {
      if (same_without_case(text_at(choice, called), typed)) {
        return &choice;
      }
    }
  }
  return nullptr;
}

std::string shown_text(const json::value& field, const std::string& value) {
  const auto* choice = choice_of(field, value);
  return choice == nullptr ? value : text_at(*choice, "label");
}

std::string shown_value(const json::value& field, const json::value& value) {
  if (value.is_bool()) {
    return value.get_bool() ? "yes" : "no";
  }
  if (value.is_string()) {
    return shown_text(field, std::string(value.get_string()));
  }
  if (value.is_array() && is_list(text_at(field, "kind"))) {
    std::string text;
    for (const auto& one : value.get_array()) {
      text += text.empty() ? "" : ", ";
      text +=
          one.is_string() ? shown_text(field, std::string(one.get_string())) : json::serialize(one);
    }
    return text;
  }
  return value.is_null() ? std::string() : json::serialize(value);
}

// What was chosen here, else what holds, and who says so.
std::string holds_text(const json::value& field) {
  const auto* value = at(field, "value");
  const auto here = value == nullptr ? std::string() : shown_value(field, *value);
  const auto* effective = at(field, "effective");
  if (!here.empty() || effective == nullptr) {
    return here;
  }
  const auto above = shown_value(field, *effective);
  const auto from = text_at(field, "effective_from");
  return above.empty() ? "" : above + (from.empty() ? " (nothing chosen)" : " (" + from + ")");
}

// What the row of a map is called, and what was chosen for it.
std::string row_title(const std::string& id, const json::value& row) {
  const auto title = text_at(row, "title");
  return title.empty() ? id : title;
}

std::string row_choice(const json::value& row) {
  return row.is_string() ? std::string(row.get_string()) : text_at(row, "value");
}

void add_rows(TextTable& table, const json::value& field) {
  const auto name = text_at(field, "name");
  const auto label = text_at(field, "label");
  const auto* value = at(field, "value");
  if (value == nullptr || !value->is_object()) {
    return;
  }
  for (const auto& [id, row] : value->get_object()) {
    const auto title = row_title(std::string(id), row);
    const auto proposed = shown_text(field, text_at(row, "proposed"));
    auto shown = shown_text(field, row_choice(row));
    if (shown.empty() && !proposed.empty()) {
      shown = "(nothing chosen; of the same name: " + proposed + ")";
    }
    table.add({name + "." + title, label + ": " + title, shown});
  }
}

std::string choices_text(const json::value& field) {
  std::string text;
  for (const auto& choice : list_at(field, "choices")) {
    text += (text.empty() ? "" : ", ") + text_at(choice, "label");
  }
  return text.empty() ? "" : "  " + text_at(field, "name") + ": " + text + "\n";
}

Failure not_so(const std::string& name, const std::string& expected) {
  return {name + ": " + expected, "", ExitCode::usage};
}

// The row of a map by its id or its title.
std::optional<std::string> row_of(const json::value& field, std::string_view typed) {
  const auto* rows = at(field, "value");
  if (rows == nullptr || !rows->is_object()) {
    return std::nullopt;
  }
  for (const auto& [id, row] : rows->get_object()) {
    if (id == typed || same_without_case(row_title(std::string(id), row), typed)) {
      return std::string(id);
    }
  }
  return std::nullopt;
}

Result<json::value> flag_of(const std::string& name, std::string_view typed) {
  for (const char* yes : {"yes", "true", "on"}) {
    if (same_without_case(yes, typed)) {
      return json::value(true);
    }
  }
  for (const char* no : {"no", "false", "off"}) {
    if (same_without_case(no, typed)) {
      return json::value(false);
    }
  }
  return not_so(name, "expected yes or no.");
}

json::array list_of(const json::value& field, std::string_view typed) {
  json::array list;
  while (!typed.empty()) {
    const auto comma = typed.find(',');
    auto one = typed.substr(0, comma);
    typed = comma == std::string_view::npos ? std::string_view() : typed.substr(comma + 1);
    while (one.starts_with(' ')) {
      one.remove_prefix(1);
    }
    const auto* choice = choice_of(field, one);
    list.emplace_back(choice == nullptr ? std::string(one) : text_at(*choice, "value"));
  }
  return list;
}

Result<json::value> value_of(const json::value& field, const std::string& typed) {
  const auto name = text_at(field, "name");
  const auto kind = text_at(field, "kind");
  if (is_list(kind)) {
    return json::value(list_of(field, typed));
  }
  if (typed.empty()) {
    return json::value();
  }
  if (kind == "switch") {
    return flag_of(name, typed);
  }
  if (kind == "number") {
    std::int64_t number = 0;
    const auto* end = typed.data() + typed.size();
    const auto read = std::from_chars(typed.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? Result<json::value>(json::value(number))
                                                     : not_so(name, "expected a whole number.");
  }
  if (kind == "scales" || kind == "objectives" || kind == "table") {
    json::error_code error;
    auto document = json::parse(typed, error);
    return error ? not_so(name, "expected a table, as JSON.")
                 : Result<json::value>(std::move(document));
  }
  const auto* choice = choice_of(field, typed);
  return json::value(choice == nullptr ? json::string(typed)
                                       : json::string(text_at(*choice, "value")));
}

/// A field by what was typed, and the row of it, of a map.
struct Place {
  const json::value* field = nullptr;
  std::string row;
};

Result<Place> place_of(const json::value& form, const std::string& typed) {
  std::string known;
  for (const auto& field : list_at(form, "fields")) {
    const auto name = text_at(field, "name");
    if (!is_map(field) && name == typed) {
      return Place{&field, {}};
    }
    if (is_map(field) && typed.starts_with(name + ".")) {
      if (auto row = row_of(field, std::string_view(typed).substr(name.size() + 1))) {
        return Place{&field, std::move(*row)};
      }
    }
    known += (known.empty() ? "" : ", ") + name + (is_map(field) ? ".ROW" : "");
  }
  return Failure{"There is no setting \"" + typed + "\".", "There are: " + known + ".",
                 ExitCode::usage};
}

// A map is sent as a whole: with what stands in it, and what was changed before.
json::object& map_of(const json::value& field, json::object& save) {
  const auto name = text_at(field, "name");
  if (!save.contains(name)) {
    json::object map;
    const auto* rows = at(field, "value");
    for (const auto& [id, row] : rows->get_object()) {
      if (const auto chosen = row_choice(row); !chosen.empty()) {
        map[id] = chosen;
      }
    }
    save[name] = std::move(map);
  }
  return save.at(name).as_object();
}

// What becomes of marks at the SIS.
std::string marks_text(const json::value& form) {
  TextTable table({"in the gradebook", "in the SIS"});
  for (const auto& mark : list_at(form, "marks")) {
    table.add({text_at(mark, "label"), text_at(mark, "text")});
  }
  return table.empty() ? "" : "\n" + table.text();
}

} // namespace

std::string form_text(const json::value& form) {
  std::string text;
  for (const auto& note : list_at(form, "notes")) {
    text += text_at(note, "text") + "\n\n";
  }
  TextTable table({"name", "setting", "now"});
  std::string choices;
  std::string closed;
  for (const auto& field : list_at(form, "fields")) {
    if (is_map(field)) {
      add_rows(table, field);
    } else {
      table.add({text_at(field, "name"), text_at(field, "label"), holds_text(field)});
    }
    choices += choices_text(field);
    if (is_closed(field) && !text_at(field, "help").empty()) {
      closed += "  " + text_at(field, "name") + ": " + text_at(field, "help") + "\n";
    }
  }
  text += table.text();
  text += choices.empty() ? "" : "\nTo choose from\n" + choices;
  text += marks_text(form);
  return text + (closed.empty() ? "" : "\nNot changed here\n" + closed);
}

Result<json::object> save_of(const json::value& form, const std::vector<std::string>& changes) {
  json::object save;
  if (const auto* submit = at(form, "submit"); submit != nullptr && submit->is_object()) {
    save = submit->get_object();
  }
  if (const auto revision = text_at(form, "revision"); !revision.empty()) {
    save["revision"] = revision;
  }
  for (const auto& change : changes) {
    const auto equals = change.find('=');
    if (equals == std::string::npos) {
      return Failure{"\"" + change + "\" changes nothing.", "Expected NAME=VALUE.",
                     ExitCode::usage};
    }
    const auto place = place_of(form, change.substr(0, equals));
    if (!place) {
      return place.failure();
    }
    const auto& [field, row] = place.value();
    const auto value = value_of(*field, change.substr(equals + 1));
    if (!value) {
      return value.failure();
    }
    if (row.empty()) {
      save[text_at(*field, "name")] = value.value();
    } else {
      map_of(*field, save)[row] = value.value();
    }
  }
  return save;
}

} // namespace host_stub::commands
