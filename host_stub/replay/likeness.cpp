#include "host_stub/replay/likeness.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <optional>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace host_stub::replay {
namespace {

namespace json = boost::json;

constexpr std::string_view kRemoved = "(removed)";
constexpr std::size_t kDay = 10; // YYYY-MM-DD

std::optional<std::chrono::sys_days> day_of(std::string_view text) {
  if (text.size() < kDay || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  int numbers[3] = {0, 0, 0};
  const std::string day(text.substr(0, kDay));
  if (std::sscanf(day.c_str(), "%4d-%2d-%2d", &numbers[0], &numbers[1], &numbers[2]) != 3) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(numbers[0]),
                                         std::chrono::month(static_cast<unsigned>(numbers[1])),
                                         std::chrono::day(static_cast<unsigned>(numbers[2]))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

// A UUID, as this plugin makes up ids.
bool is_made_up(std::string_view text) {
  constexpr std::size_t kUuid = 36;
  return text.size() == kUuid && std::ranges::all_of(text, [](unsigned char c) {
           return std::isxdigit(c) != 0 || c == '-';
         });
}

// What is new in each talk: an id, a title that is made from one, a time.
bool is_of_the_talk(std::string_view text) {
  return is_made_up(text) || text.starts_with("Passback test ") || day_of(text).has_value();
}

std::vector<std::string_view> pieces_of(std::string_view address) {
  std::vector<std::string_view> pieces;
  while (true) {
    const auto end = address.find_first_of("/?&=");
    pieces.push_back(address.substr(0, end));
    if (end == std::string_view::npos) {
      return pieces;
    }
    address.remove_prefix(end + 1);
  }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos && !from.empty();
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

} // namespace

std::string origin_of(std::string_view url) {
  const auto authority = url.find("//");
  return authority == std::string_view::npos
             ? std::string()
             : std::string(url.substr(0, url.find('/', authority + 2)));
}

std::string path_of(std::string_view url) {
  const auto authority = url.find("//");
  const auto path = authority == std::string_view::npos ? 0 : url.find('/', authority + 2);
  return path == std::string_view::npos ? "/" : std::string(url.substr(path));
}

std::string later_day(std::string_view day, int days) {
  const auto from = day_of(day);
  if (!from) {
    return {};
  }
  const std::chrono::year_month_day later(*from + std::chrono::days(days));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(later.year()),
                static_cast<unsigned>(later.month()), static_cast<unsigned>(later.day()));
  return text;
}

int days_between(std::string_view from, std::string_view to) {
  const auto begin = day_of(from);
  const auto end = day_of(to);
  return begin && end ? static_cast<int>((*end - *begin).count()) : 0;
}

bool Likeness::same_text(std::string_view recorded, std::string_view now) {
  if (recorded == now || recorded == kRemoved) {
    return true;
  }
  if (const auto known = now_by_recorded_.find(recorded); known != now_by_recorded_.end()) {
    return known->second == now || day_of(recorded).has_value();
  }
  if (is_of_the_talk(recorded) && is_of_the_talk(now)) {
    now_by_recorded_.emplace(recorded, now);
    return true;
  }
  return false;
}

bool Likeness::same_address(std::string_view recorded, std::string_view now) {
  const auto before = pieces_of(recorded);
  const auto present = pieces_of(now);
  if (before.size() != present.size()) {
    return false;
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!same_text(before[i], present[i])) {
      return false;
    }
  }
  return true;
}

void Likeness::compare_at(const std::string& path, const json::value& recorded,
                          const json::value& now, std::vector<std::string>& differences) {
  if (recorded.is_object() && now.is_object()) {
    for (const auto& member : recorded.get_object()) {
      const auto* there = now.get_object().if_contains(member.key());
      const auto inside = path + "/" + std::string(member.key());
      if (there == nullptr) {
        differences.push_back(inside + " is not sent any more");
      } else {
        compare_at(inside, member.value(), *there, differences);
      }
    }
    for (const auto& member : now.get_object()) {
      if (!recorded.get_object().contains(member.key())) {
        differences.push_back(path + "/" + std::string(member.key()) + " is sent now");
      }
    }
  } else if (recorded.is_array() && now.is_array() &&
             recorded.get_array().size() == now.get_array().size()) {
    for (std::size_t i = 0; i < now.get_array().size(); ++i) {
      compare_at(path + "/" + std::to_string(i), recorded.get_array()[i], now.get_array()[i],
                 differences);
    }
  } else if (recorded.is_string() && now.is_string()) {
    const std::string before(recorded.get_string());
    const std::string present(now.get_string());
    const bool address = before.find("://") != std::string::npos;
    if (address ? !same_address(path_of(before), path_of(present)) : !same_text(before, present)) {
      differences.push_back(path + " is \"" + present + "\", it was \"" + before + "\"");
    }
  } else if (recorded != now) {
    differences.push_back(path + " is " + json::serialize(now) + ", it was " +
                          json::serialize(recorded));
  }
}

std::vector<std::string> Likeness::compare(const json::value& recorded, const json::value& now) {
  std::vector<std::string> differences;
  compare_at("", recorded, now, differences);
  return differences;
}

std::string Likeness::as_of_now(std::string_view recorded) const {
  if (const auto known = now_by_recorded_.find(recorded); known != now_by_recorded_.end()) {
    return known->second;
  }
  if (const auto day = later_day(recorded, days_); !day.empty()) {
    return day + std::string(recorded.substr(kDay));
  }
  std::string text(recorded);
  for (const auto& origin : origins_) {
    replace_all(text, origin, here_);
  }
  for (const auto& [before, now] : now_by_recorded_) {
    if (is_made_up(before)) {
      replace_all(text, before, now);
    }
  }
  return text;
}

json::value Likeness::as_of_now(const json::value& recorded) const {
  if (recorded.is_string()) {
    return json::value(as_of_now(std::string_view(recorded.get_string())));
  }
  if (recorded.is_array()) {
    json::array list;
    for (const auto& one : recorded.get_array()) {
      list.push_back(as_of_now(one));
    }
    return list;
  }
  if (recorded.is_object()) {
    json::object object;
    for (const auto& member : recorded.get_object()) {
      object[member.key()] = as_of_now(member.value());
    }
    return object;
  }
  return recorded;
}

} // namespace host_stub::replay
