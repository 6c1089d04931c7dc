#include "plugin/settings/sending_rules.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "plugin/settings/json_reader.hpp"

namespace passback::settings {
namespace {

namespace json = boost::json;

constexpr std::pair<AutomaticFor, std::string_view> kAutomaticFor[] = {
    {AutomaticFor::all, "all"}, {AutomaticFor::self_paced, "self_paced"}};
constexpr std::pair<Removals, std::string_view> kRemovals[] = {
    {Removals::keep_and_offer, "keep_and_offer"}, {Removals::by_itself, "by_itself"}};

constexpr std::pair<NewActivities, std::string_view> kNewActivities[] = {
    {NewActivities::sync, "sync"}, {NewActivities::leave_out, "leave_out"}};

constexpr std::pair<BetweenPeriods, std::string_view> kBetweenPeriods[] = {
    {BetweenPeriods::earlier, "earlier"},
    {BetweenPeriods::later, "later"},
    {BetweenPeriods::ask, "ask"}};

template <class Names, class Choice> json::value name_in(const Names& names, Choice choice) {
  for (const auto& [value, name] : names) {
    if (value == choice) {
      return json::string(name);
    }
  }
  return {};
}

template <class Names, class Choice>
bool choice_in(const Names& names, const json::value& text, Choice& choice) {
  if (!text.is_string()) {
    return false;
  }
  for (const auto& [value, name] : names) {
    if (name == text.get_string()) {
      choice = value;
      return true;
    }
  }
  return false;
}

bool number_in(const json::value& value, int most, int& number) {
  json::error_code error;
  const auto read = value.to_number<std::int64_t>(error);
  if (error || read < 0 || read > most) {
    return false;
  }
  number = static_cast<int>(read);
  return true;
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                : std::string_view();
}

// Exactly as many digits as there are characters.
bool digits(std::string_view text, int& number) {
  const auto* end = text.data() + text.size();
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
         std::from_chars(text.data(), end, number).ptr == end && !text.empty();
}

bool minute_of(std::string_view text, int& minute) {
  int hours = 0, minutes = 0;
  if (text.size() != 5 || text[2] != ':' || !digits(text.substr(0, 2), hours) ||
      !digits(text.substr(3), minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  minute = hours * 60 + minutes;
  return true;
}

bool is_date(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !digits(text.substr(0, 4), year) ||
      !digits(text.substr(5, 2), month) || !digits(text.substr(8), day)) {
    return false;
  }
  return (std::chrono::year(year) / month / day).ok();
}

} // namespace

std::string clock_text(int minute_of_day) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute_of_day / 60) + ":" + two(minute_of_day % 60);
}

json::value to_value(AutomaticFor rule) {
  return name_in(kAutomaticFor, rule);
}
json::value to_value(Removals rule) {
  return name_in(kRemovals, rule);
}
json::value to_value(const SendAt& rule) {
  json::array list;
  for (const int minute : rule.minutes) {
    list.push_back(json::string(clock_text(minute)));
  }
  return list;
}
json::value to_value(const QuietHours& rule) {
  return json::object{{"from", clock_text(rule.from_minute)}, {"to", clock_text(rule.to_minute)}};
}
json::value to_value(const DateRanges& rule) {
  json::array list;
  for (const auto& range : rule) {
    list.push_back(json::object{{"from", range.from}, {"to", range.to}});
  }
  return list;
}
json::value to_value(Minutes rule) {
  return rule.value;
}
json::value to_value(Count rule) {
  return rule.value;
}
json::value to_value(NewActivities rule) {
  return name_in(kNewActivities, rule);
}
json::value to_value(BetweenPeriods rule) {
  return name_in(kBetweenPeriods, rule);
}
json::value to_value(bool rule) {
  return json::value(rule);
}
json::value to_value(const CategoryTable& rule) {
  json::object table;
  for (const auto& [title, in_sis] : rule) {
    table[title] = in_sis;
  }
  return table;
}
json::value to_value(Hour rule) {
  return rule.value;
}
json::value to_value(const Language& rule) {
  return json::string(rule.tag);
}

bool from_value(const json::value& value, AutomaticFor& rule) {
  return choice_in(kAutomaticFor, value, rule);
}
bool from_value(const json::value& value, Removals& rule) {
  return choice_in(kRemovals, value, rule);
}
bool from_value(const json::value& value, SendAt& rule) {
  if (!value.is_array() || value.get_array().size() > kMostTimesToSend) {
    return false;
  }
  rule.minutes.clear();
  for (const auto& item : value.get_array()) {
    int minute = 0;
    if (!item.is_string() || !minute_of(item.get_string(), minute)) {
      return false;
    }
    rule.minutes.push_back(minute);
  }
  std::ranges::sort(rule.minutes);
  const auto twice = std::ranges::unique(rule.minutes);
  rule.minutes.erase(twice.begin(), twice.end());
  return true;
}
bool from_value(const json::value& value, QuietHours& rule) {
  return value.is_object() && minute_of(text_of(value.get_object(), "from"), rule.from_minute) &&
         minute_of(text_of(value.get_object(), "to"), rule.to_minute) &&
         rule.from_minute != rule.to_minute;
}
bool from_value(const json::value& value, DateRanges& rule) {
  if (!value.is_array()) {
    return false;
  }
  rule.clear();
  for (const auto& item : value.get_array()) {
    DateRange range;
    if (item.is_string()) {
      range.from = range.to = item.get_string();
    } else if (item.is_object()) {
      range = {std::string(text_of(item.get_object(), "from")),
               std::string(text_of(item.get_object(), "to"))};
    }
    if (!is_date(range.from) || !is_date(range.to) || range.to < range.from) {
      return false;
    }
    rule.push_back(std::move(range));
  }
  return true;
}
bool from_value(const json::value& value, Minutes& rule) {
  return number_in(value, kMostMinutesToWait, rule.value);
}
bool from_value(const json::value& value, Count& rule) {
  return number_in(value, kMostRecordsRemoved, rule.value);
}
bool from_value(const json::value& value, Hour& rule) {
  return number_in(value, 23, rule.value);
}
bool from_value(const json::value& value, Language& rule) {
  if (!value.is_string() || value.get_string().empty() || value.get_string().size() > 35) {
    return false;
  }
  rule.tag = value.get_string();
  return std::ranges::all_of(rule.tag, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool from_value(const json::value& value, NewActivities& rule) {
  return choice_in(kNewActivities, value, rule);
}
bool from_value(const json::value& value, BetweenPeriods& rule) {
  return choice_in(kBetweenPeriods, value, rule);
}
bool from_value(const json::value& value, bool& rule) {
  rule = value.is_bool() && value.get_bool();
  return value.is_bool();
}
bool from_value(const json::value& value, CategoryTable& rule) {
  if (!value.is_object() || value.get_object().size() > kMostCategories) {
    return false;
  }
  rule.clear();
  for (const auto& entry : value.get_object()) {
    if (entry.key().empty() || !entry.value().is_string() || entry.value().get_string().empty()) {
      return false;
    }
    rule[std::string(entry.key())] = std::string(entry.value().get_string());
  }
  return true;
}

void inherit(SendingRules& rules, const SendingRules& nearer) {
  each_sending_rule([&](std::string_view, auto member) {
    if (nearer.*member) {
      rules.*member = nearer.*member;
    }
  });
}

void put(json::object& object, const SendingRules& rules) {
  each_sending_rule([&](std::string_view name, auto member) {
    if (rules.*member) {
      object[name] = to_value(*(rules.*member));
    }
  });
}

SendingRules read_sending_rules(const json::object& object, JsonReader& reader) {
  SendingRules rules;
  each_sending_rule([&](std::string_view name, auto member) {
    const auto* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) {
      return;
    }
    auto& rule = (rules.*member).emplace();
    if (!from_value(*value, rule)) {
      reader.refuse(name, "is no such rule");
      (rules.*member).reset();
    }
  });
  return rules;
}

} // namespace passback::settings
