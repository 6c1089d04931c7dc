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
    return std::ranges::all_of(value.get_object(), [](const auto& member) {
      const auto* list = member.value().if_array();
      return list != nullptr ? list->empty() : is_empty_field(member.value());
    });
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

json::value ids_part(const SendingRules& rules, std::string_view part) {
  auto ids = rule_part(rules, "on_for", part);
  return ids.is_array() ? ids : json::value(json::array());
}

void add_on_for(FormDocument& form, const SendingRules& own, const SendingRules& effective) {
  auto& who =
      form.field("on_for.who", "choice", "sending.on_for.who", rule_part(own, "on_for", "who"));
  who["effective"] = rule_part(effective, "on_for", "who");
  form.choices(who, "sending.on_for.who", {"everyone", "only"});
  for (const std::string part : {"domains", "classes", "teachers"}) {
    const auto name = "on_for." + part;
    auto& field = form.field(name, part == "domains" ? "domains" : "ids", "sending." + name,
                             ids_part(own, part));
    field["effective"] = ids_part(effective, part);
  }
}

// Each language by its own name. What was chosen once stays to be seen, also where its file is
// gone.
std::vector<Choice> languages_of_notices(const SendingRules& own,
                                         const texts::Languages& languages) {
  std::vector<Choice> offered = {{"en", std::string(texts::Words().text("language.name"))}};
  for (const auto& locale : languages.locales()) {
    offered.push_back({locale, std::string(languages.words(locale).text("language.name"))});
  }
  const auto chosen = own.notice_language.value_or(settings::Language{"en"}).tag;
  if (std::ranges::find(offered, chosen, &Choice::value) == offered.end()) {
    offered.push_back({chosen, chosen});
  }
  return offered;
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
      problems.push_back({std::string(name), say("problem.expected_" + std::string(name))});
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

void add_sending_fields(FormDocument& form, const SendingRules& own, const SendingRules& effective,
                        const texts::Languages& languages) {
  const auto add = [&](std::string_view name, std::string_view kind) -> json::object& {
    auto& field = form.field(name, kind, "sending." + std::string(name), rule_member(own, name));
    field["effective"] = rule_member(effective, name);
    return field;
  };
  form.choices(add("automatic_for", "choice"), "sending.automatic_for", {"all", "self_paced"});
  add("wait_before_sending", "number");
  add("send_at", "times");
  for (const std::string part : {"from", "to"}) {
    const auto name = "quiet_hours." + part;
    auto& field = form.field(name, "time", "sending." + name, rule_part(own, "quiet_hours", part));
    field["effective"] = rule_part(effective, "quiet_hours", part);
  }
  add("no_sending_on", "dates");
  form.choices(add("removals", "choice"), "sending.removals", {"keep_and_offer", "by_itself"});
  add("removal_brake", "number");
  add("grace_after_class_end", "number");
  add_on_for(form, own, effective);
  add("trial", "switch")["effective"] = effective.trial.value_or(false);
  form.choices(add("new_activities", "choice"), "sending.new_activities", {"sync", "leave_out"});
  add("send_final_grades", "switch")["effective"] = effective.send_final_grades.value_or(true);
  add("needs_due_date", "switch")["effective"] = effective.needs_due_date.value_or(false);
  add("needs_category", "switch")["effective"] = effective.needs_category.value_or(false);
  add("longest_title", "number");
  add("category_table", "table");
  form.choices(add("between_periods", "choice"), "sending.between_periods",
               {"earlier", "later", "ask"});
  add("reconcile_nightly", "switch")["effective"] = effective.reconcile_nightly.value_or(false);
  add("notice_hour", "number");
  form.choices(add("notice_language", "choice"), languages_of_notices(own, languages));
}

} // namespace passback::actions
