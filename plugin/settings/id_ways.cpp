#include "plugin/settings/id_ways.hpp"

#include <algorithm>

#include "plugin/settings/json_reader.hpp"

namespace passback::settings {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostWays = 10;
constexpr std::size_t kLongestWay = 256;
constexpr std::size_t kLongestSisId = 255;
constexpr std::string_view kCustomData = "custom_data";

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

// What stands between the brackets: the field and, after a colon, the form of its value.
bool read_inside(std::string_view inside, IdWay& way) {
  const auto colon = inside.find(':');
  way.field = without_blanks(inside.substr(0, colon));
  if (colon == std::string_view::npos) {
    return true;
  }
  const auto form = inside.substr(colon + 1);
  const auto star = form.find('*');
  if (star == std::string_view::npos || form.find('*', star + 1) != std::string_view::npos) {
    return false;
  }
  way.cut_before = form.substr(0, star);
  way.cut_after = form.substr(star + 1);
  return true;
}

// The id that the way makes of the field's value; empty = it gives none.
std::string value_by(const IdWay& way, const FieldValues& values) {
  const auto found = values.find(way.field);
  if (found == values.end()) {
    return {};
  }
  auto value = without_blanks(found->second);
  if (!value.starts_with(way.cut_before) || !value.ends_with(way.cut_after) ||
      value.size() <= way.cut_before.size() + way.cut_after.size()) {
    return {};
  }
  value.remove_prefix(way.cut_before.size());
  value.remove_suffix(way.cut_after.size());
  std::string id = way.put_before + std::string(value) + way.put_after;
  return id.size() > kLongestSisId || has_control(id) ? std::string() : id;
}

} // namespace

std::optional<IdWay> id_way_from_text(std::string_view text) {
  text = without_blanks(text);
  if (text.empty() || text.size() > kLongestWay || has_control(text) ||
      text.find(',') != std::string_view::npos) {
    return std::nullopt;
  }
  IdWay way;
  const auto open = text.find('[');
  const auto close = text.find(']');
  if (open == std::string_view::npos && close == std::string_view::npos) {
    way.field = text;
    return text.find('*') == std::string_view::npos ? std::optional(way) : std::nullopt;
  }
  const bool once = open < close && close != std::string_view::npos &&
                    text.find('[', open + 1) == std::string_view::npos &&
                    text.find(']', close + 1) == std::string_view::npos;
  if (!once || !read_inside(text.substr(open + 1, close - open - 1), way) || way.field.empty() ||
      way.field == kRosterWay) {
    return std::nullopt;
  }
  way.put_before = text.substr(0, open);
  way.put_after = text.substr(close + 1);
  return way;
}

std::string to_text(const IdWay& way) {
  const bool cuts = !way.cut_before.empty() || !way.cut_after.empty();
  if (!cuts && way.put_before.empty() && way.put_after.empty()) {
    return way.field;
  }
  const std::string form = cuts ? ":" + way.cut_before + "*" + way.cut_after : std::string();
  return way.put_before + "[" + way.field + form + "]" + way.put_after;
}

bool asks_host(const std::optional<IdWayList>& ways) {
  return ways &&
         std::ranges::any_of(*ways, [](const IdWay& way) { return way.field != kRosterWay; });
}

bool asks_host(const IdWays& ways) {
  return asks_host(ways.users) || asks_host(ways.classes) || asks_host(ways.enrolments);
}

void add_fields(const std::optional<IdWayList>& ways, std::vector<std::string>& fields) {
  for (const auto& way : ways.value_or(IdWayList{})) {
    if (way.field != kRosterWay && std::ranges::find(fields, way.field) == fields.end()) {
      fields.push_back(way.field);
    }
  }
}

gradebook::CustomId id_by(const std::optional<IdWayList>& ways, const FieldValues& values) {
  if (!asks_host(ways)) {
    return {};
  }
  gradebook::CustomId id;
  id.asked = true;
  id.roster = false;
  for (const auto& way : *ways) {
    if (way.field == kRosterWay) {
      id.roster = true;
      continue;
    }
    auto value = value_by(way, values);
    if (!value.empty()) {
      (id.roster ? id.after : id.before) = gradebook::SourcedId(std::move(value));
      return id;
    }
  }
  return id;
}

void inherit(IdWays& ways, const IdWays& nearer) {
  each_id_kind([&](std::string_view, auto member) {
    if (nearer.*member) {
      ways.*member = nearer.*member;
    }
  });
}

json::value to_value(const IdWayList& ways) {
  json::array list;
  for (const auto& way : ways) {
    list.emplace_back(to_text(way));
  }
  return list;
}

bool from_value(const json::value& value, IdWayList& ways) {
  ways.clear();
  const auto take = [&](std::string_view text) {
    auto way = id_way_from_text(text);
    if (!way || ways.size() == kMostWays) {
      return false;
    }
    ways.push_back(std::move(*way));
    return true;
  };
  if (value.is_string()) {
    std::string_view left = value.get_string();
    for (auto comma = left.find(','); comma != std::string_view::npos; comma = left.find(',')) {
      if (!take(left.substr(0, comma))) {
        return false;
      }
      left.remove_prefix(comma + 1);
    }
    return take(left);
  }
  return value.is_array() && std::ranges::all_of(value.get_array(), [&](const json::value& item) {
           return item.is_string() && take(item.get_string());
         });
}

void put(json::object& object, const IdWays& ways) {
  json::object block;
  each_id_kind([&](std::string_view name, auto member) {
    if (ways.*member) {
      block[name] = to_value(*(ways.*member));
    }
  });
  if (!block.empty()) {
    object[kCustomData] = std::move(block);
  }
}

IdWays read_id_ways(const json::object& object, JsonReader& reader) {
  IdWays ways;
  const auto* block = object.if_contains(kCustomData);
  if (block == nullptr || !block->is_object()) {
    return ways;
  }
  each_id_kind([&](std::string_view name, auto member) {
    const auto* value = block->get_object().if_contains(name);
    if (value == nullptr || value->is_null()) {
      return;
    }
    if (!from_value(*value, (ways.*member).emplace())) {
      reader.refuse(kCustomData, "is no list of ways");
      (ways.*member).reset();
    }
  });
  return ways;
}

} // namespace passback::settings
