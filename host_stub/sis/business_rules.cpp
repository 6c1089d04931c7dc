#include "host_stub/sis/business_rules.hpp"

#include <algorithm>

#include "host_stub/sis/calendar.hpp"

namespace host_stub::sis {

namespace {

/// Length in characters, not bytes.
std::size_t length(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string first_characters(std::string_view utf8, std::size_t count) {
  std::size_t at = 0;
  for (; at < utf8.size(); ++at) {
    if ((static_cast<unsigned char>(utf8[at]) & 0xC0U) != 0x80U && count-- == 0) {
      break;
    }
  }
  return std::string(utf8.substr(0, at));
}

std::string_view metadata_member(const json::object& object, std::string_view name) {
  const auto* metadata = object.if_contains("metadata");
  return metadata == nullptr || !metadata->is_object() ? std::string_view()
                                                       : text_member(metadata->get_object(), name);
}

std::optional<Failure> check_title(const Context& context, Kind kind, json::object& object) {
  const auto& config = context.config;
  const auto title = text_member(object, "title");
  const auto most = kind == Kind::category ? config.category_title_max : config.title_max;
  if (most == 0 || length(title) <= most) {
    return std::nullopt;
  }
  if (config.title_overflow == Overflow::refuse) {
    return broken_rule(context, std::string(singular(kind)) + ".title: is longer than " +
                                    std::to_string(most) + " characters");
  }
  object["title"] = first_characters(title, most);
  return std::nullopt;
}

std::optional<Failure> check_metadata(const Context& context, Kind kind,
                                      const json::object& object) {
  for (const auto& rule : context.config.require_metadata) {
    if (rule.kind != plural(kind)) {
      continue;
    }
    const auto value = metadata_member(object, rule.member);
    const bool fits = rule.values.empty() ? !value.empty()
                                          : std::find(rule.values.begin(), rule.values.end(),
                                                      value) != rule.values.end();
    if (!fits) {
      return broken_rule(context, std::string(singular(kind)) + ".metadata." + rule.member +
                                      ": is required" +
                                      (value.empty() ? "" : ", with another value"));
    }
  }
  return std::nullopt;
}

std::optional<Failure>
check_unique_title(const Context& context, Kind kind, const json::object& object,
                   std::string_view group,
                   const std::function<std::string(const Record&)>& group_of) {
  const auto id = text_member(object, "sourcedId");
  const auto title = text_member(object, "title");
  bool taken = false;
  context.store.each(kind, [&](const Record& other) {
    taken = taken || (other.id != id && other.is_live() &&
                      text_member(other.value, "title") == title && group_of(other) == group);
  });
  if (!taken) {
    return std::nullopt;
  }
  return conflict(context, std::string(singular(kind)) + ".title: is taken by another");
}

std::optional<Failure> check_category(const Context& context, const json::object& object) {
  const auto& config = context.config;
  std::string_view owner;
  if (!config.category_owner.empty()) {
    owner = metadata_member(object, config.category_owner);
    if (owner.empty()) {
      return broken_rule(context, "category.metadata." + config.category_owner + ": is required");
    }
  }
  if (!config.unique_category_titles) {
    return std::nullopt;
  }
  return check_unique_title(context, Kind::category, object, owner, [&](const Record& other) {
    return config.category_owner.empty()
               ? std::string()
               : std::string(metadata_member(other.value, config.category_owner));
  });
}

std::optional<Failure> check_dates(const Context& context, const json::object& object) {
  const auto& config = context.config;
  const auto assign = parse_date_time(text_member(object, "assignDate"));
  const auto due = parse_date_time(text_member(object, "dueDate"));
  if (config.assign_before_due && assign && due && assign->unix_ms > due->unix_ms) {
    return broken_rule(context, "lineItem.dueDate: is before assignDate");
  }
  const auto* owner = context.store.find(Kind::class_, ref_member(object, "class"));
  if (owner == nullptr ||
      !(config.due_in_period || config.assign_in_period || config.period_of_class)) {
    return std::nullopt;
  }
  auto periods = periods_of_class(context.store, *owner);
  if (const auto wanted = ref_member(object, "gradingPeriod"); !wanted.empty()) {
    const auto* named = context.store.find(Kind::academic_session, wanted);
    if (config.period_of_class &&
        std::find(periods.begin(), periods.end(), named) == periods.end()) {
      return broken_rule(context, "lineItem.gradingPeriod: is not a grading period of the class");
    }
    periods.assign(named == nullptr ? 0 : 1, named);
  }
  for (const auto& [wanted, member] : {std::pair{config.assign_in_period, "assignDate"},
                                       std::pair{config.due_in_period, "dueDate"}}) {
    const auto day = local_day(text_member(object, member), config.utc_offset_minutes);
    if (wanted && std::none_of(periods.begin(), periods.end(), [&day](const Record* period) {
          return contains_day(*period, day);
        })) {
      return broken_rule(context,
                         std::string("lineItem.") + member + ": is outside the grading period");
    }
  }
  return std::nullopt;
}

/// A line item that does not say, exactly, that it is scored in points is scored otherwise.
void settle_score_type(const Context& context, json::object& object) {
  const auto& config = context.config;
  if (config.score_type_member.empty() ||
      metadata_member(object, config.score_type_member) == config.score_type_points) {
    return;
  }
  if (!object.contains("metadata")) {
    object["metadata"] = json::object();
  }
  object["metadata"].as_object()[config.score_type_member] = config.score_type_other;
}

std::optional<Failure> check_line_item(const Context& context, json::object& object) {
  if (context.config.category == CategoryNeed::refused && object.contains("category")) {
    return broken_rule(context, "lineItem.category: is given by the teacher in this system");
  }
  if (auto failure = check_dates(context, object)) {
    return failure;
  }
  settle_score_type(context, object);
  if (context.config.result_max_default > 0 && !object.contains("resultValueMax")) {
    object["resultValueMin"] = 0;
    object["resultValueMax"] = context.config.result_max_default;
  }
  if (!context.config.unique_titles) {
    return std::nullopt;
  }
  return check_unique_title(
      context, Kind::line_item, object, ref_member(object, "class"),
      [](const Record& other) { return std::string(ref_member(other.value, "class")); });
}

} // namespace

Failure broken_rule(const Context& context, std::string why) {
  return {context.config.rule_status, Minor::invaliddata, std::move(why)};
}

Failure conflict(const Context& context, std::string why) {
  return {context.config.conflict_status, Minor::invaliddata, std::move(why)};
}

std::optional<Failure> check_business_rules(const Context& context, Kind kind,
                                            json::object& object) {
  if (auto failure = check_title(context, kind, object)) {
    return failure;
  }
  if (auto failure = check_metadata(context, kind, object)) {
    return failure;
  }
  if (kind == Kind::category) {
    return check_category(context, object);
  }
  return kind == Kind::line_item ? check_line_item(context, object) : std::nullopt;
}

} // namespace host_stub::sis
