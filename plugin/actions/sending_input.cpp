#include "plugin/actions/sending_input.hpp"

#include <algorithm>
#include <string>

namespace passback::actions {
namespace {

namespace json = boost::json;
using settings::SendingRules;

// A form hands back every field of a block, also those that nobody filled in.
bool is_empty_field(const json::value& value) {
  if (value.is_object()) {
    return std::ranges::all_of(value.get_object(),
                               [](const auto& member) { return is_empty_field(member.value()); });
  }
  return value.is_null() || (value.is_string() && value.get_string().empty());
}

json::value rule_member(const SendingRules& rules, std::string_view name) {
  json::object all;
  settings::put(all, rules);
  const auto* found = all.if_contains(name);
  return found == nullptr ? json::value() : *found;
}

json::value rule_part(const SendingRules& rules, std::string_view name, std::string_view part) {
  const auto rule = rule_member(rules, name);
  const auto* found = rule.is_object() ? rule.get_object().if_contains(part) : nullptr;
  return found == nullptr ? json::value() : *found;
}

} // namespace

SendingInput read_sending(const json::object& object, std::vector<Problem>& problems) {
  SendingInput input;
  settings::each_sending_rule([&](std::string_view name, auto member) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) {
      return;
    }
    input.given.push_back(name);
    if (is_empty_field(*value)) {
      return;
    }
    auto& rule = (input.values.*member).emplace();
    if (!settings::from_value(*value, rule)) {
      problems.push_back({std::string(name), std::string(settings::expected(rule))});
      (input.values.*member).reset();
    }
  });
  return input;
}

void apply(const SendingInput& input, SendingRules& rules) {
  settings::each_sending_rule([&](std::string_view name, auto member) {
    if (std::ranges::find(input.given, name) != input.given.end()) {
      rules.*member = input.values.*member;
    }
  });
}

void add_sending_fields(FormDocument& form, const SendingRules& own,
                        const SendingRules& effective) {
  const auto add = [&](std::string_view name, std::string_view kind, std::string_view label,
                       std::string_view help) -> json::object& {
    auto& field = form.field(name, kind, label, help, rule_member(own, name));
    field["effective"] = rule_member(effective, name);
    return field;
  };
  form.choices(add("automatic_for", "choice", "Which classes send by themselves",
                   "Sending by itself is best where students begin and end when they like."),
               {{"all", "All classes"}, {"self_paced", "Self-paced classes only"}});
  add("wait_before_sending", "number", "Wait before sending (minutes)",
      "0 to 60. Several changes within that time go as one. What a teacher sends goes at once.");
  for (const auto part : {std::string_view("from"), std::string_view("to")}) {
    auto& field = form.field("quiet_hours." + std::string(part), "time",
                             part == "from" ? "Quiet hours from" : "Quiet hours to",
                             "In these hours, by the clock of the SIS, nothing goes by itself.",
                             rule_part(own, "quiet_hours", part));
    field["effective"] = rule_part(effective, "quiet_hours", part);
  }
  add("no_sending_on", "dates", "Dates on which nothing goes",
      "For example while report cards are stored. A teacher who sends is asked.");
  form.choices(add("removals", "choice", "What is taken out of the LMS",
                   "When a student is unenrolled, an activity deleted, a class emptied or put back "
                   "from a backup. A single grade that a teacher takes out always goes."),
               {{"keep_and_offer", "Stays in the SIS, and a person is asked"},
                {"by_itself", "Is taken out of the SIS too"}});
  add("removal_brake", "number", "Ask if more than this many are removed",
      "Within ten minutes in one class. Nothing entered: 10.");
}

} // namespace passback::actions
