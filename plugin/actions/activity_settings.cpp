#include "plugin/actions/activity_settings.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/class_categories.hpp"
#include "plugin/actions/class_periods.hpp"
#include "plugin/actions/class_settings.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/locked_choices.hpp"
#include "plugin/decision/activity_rules.hpp"
#include "plugin/decision/checklist.hpp"
#include "plugin/decision/document_inputs.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/final_grades.hpp"
#include "plugin/settings/period_choice.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

struct ActivityPage {
  decision::ClassView view;
  settings::ClassSettings own; ///< of the class, as they lie there
  std::string stored;          ///< the same as text; empty = none
  outbox::Record line_item;    ///< the first of it; with its key alone if none is known
  bool left_out = false;       ///< it is not synced, by itself or with others
  bool is_excluded = false;    ///< by itself
  std::vector<Code> lacks;
  ClassCategories categories;
  ClassPeriods periods;
};

Status read_lacks(decision::UnitOfWork& work, const outbox::Record& record, ActivityPage& page) {
  PASSBACK_TRY_AS(const auto codes, decision::checklist_of(work, page.view, record));
  for (const Code code : codes) {
    if (std::ranges::find(page.lacks, code) == page.lacks.end()) {
      page.lacks.push_back(code);
    }
  }
  return ok_status();
}

// A class that is several at the SIS has a line item in each.
Status read_records(decision::UnitOfWork& work, const Asker& asker, ActivityPage& page) {
  page.line_item.key.activity_id = asker.activity;
  if (!page.view.effective.connection) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto records, line_items_of_class(work, page.view));
  PeriodReader periods(work, page.view, page.periods);
  PASSBACK_TRY(periods.of_class(page.view.links.now));
  for (const auto& record : records) {
    if (record.key.activity_id != asker.activity || !decision::belongs_to(page.view, record)) {
      continue;
    }
    PASSBACK_TRY(periods.of_class(record.key.sis_class_id));
    PASSBACK_TRY(read_lacks(work, record, page));
    if (page.line_item.id == 0) {
      page.line_item = record;
    }
  }
  return ok_status();
}

Status read_activity_page(decision::UnitOfWork& work, const Asker& asker, ActivityPage& page) {
  page = {};
  PASSBACK_TRY_AS(page.view, work.open_class_that_syncs(origin_of(asker)));
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.settings(outbox::Scope::lms_class, asker.class_id.value));
  if (row) {
    page.stored = row->document;
    PASSBACK_TRY_AS(page.own, settings::class_settings_from_json(page.stored));
  }
  PASSBACK_TRY(
      read_class_categories(work, origin_of(asker), decision::Purpose::naming, page.categories));
  PASSBACK_TRY(read_records(work, asker, page));
  const auto& excluded = page.view.effective.class_settings.excluded_activities;
  page.is_excluded = std::ranges::find(excluded, asker.activity) != excluded.end();
  page.left_out =
      page.is_excluded || decision::left_out(page.view.effective, page.line_item) != Code::none;
  return ok_status();
}

std::string chosen_in(const std::map<std::string, std::string>& map, const Asker& asker) {
  const auto found = map.find(asker.activity.value);
  return found == map.end() ? std::string() : found->second;
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

void add_chosen(FormDocument& form, std::string_view name, const std::string& chosen,
                const std::string& holds, std::vector<Choice> choices) {
  const bool listed = !choices.empty();
  const std::string text = "activity_settings." + std::string(name);
  auto& field = form.field(name, listed ? "choice" : "text", text, text_or_null(chosen));
  if (!holds.empty()) {
    field["effective"] = holds;
  }
  if (!listed) {
    form.help(field, say(text + ".by_id"));
    return;
  }
  if (!chosen.empty() && std::ranges::find(choices, chosen, &Choice::value) == choices.end()) {
    choices.push_back({chosen, chosen, {say("class_settings.period_not_shown")}});
  }
  form.choices(field, choices);
}

// What this SIS and the administrator still ask of it, or that they ask for nothing.
void add_checklist(FormDocument& form, const ActivityPage& page) {
  for (const Code code : page.lacks) {
    auto sentence = texts::sentence_of(code);
    sentence += texts::teacher_of(code);
    form.note("warning", code, sentence);
  }
  if (page.lacks.empty() && page.line_item.id != 0 && page.view.profile != nullptr) {
    form.note("info", Code::none, say("activity_settings.lacks_nothing"));
  }
}

bool goes_into_slot(const ActivityPage& page) {
  const auto* facts = page.line_item.observed.facts.activity();
  return facts != nullptr && settings::belongs_into_slot(*facts, page.view.effective.grading);
}

json::object form_of_activity(const ActivityPage& page, const Asker& asker,
                              const texts::Words& words, const LockedBy& by) {
  const auto& effective = page.view.effective;
  const auto* profile = page.view.profile;
  FormDocument form(words, kActivitySync, "activity_settings", "lms.activity_sync/1");
  form.shows(page.stored);
  if (!effective.allowed) {
    form.note("info", effective.why_not, texts::sentence_of(effective.why_not));
  }
  add_checklist(form, page);
  form.field("sync", "switch", "activity_settings.sync", !page.left_out);
  const auto* facts = page.line_item.observed.facts.activity();
  const bool of_assignment = profile != nullptr && !goes_into_slot(page);
  if (of_assignment && profile->category != oneroster::Need::never && !page.categories.apart()) {
    const auto holds =
        facts == nullptr
            ? std::string()
            : decision::category_of(page.view.manner(), page.line_item, *facts).sis_id.value;
    add_chosen(form, "category", chosen_in(effective.class_settings.activity_categories, asker),
               holds, page.categories.choices());
  }
  if (of_assignment && profile->grading_period != oneroster::Need::never) {
    const auto holds =
        facts == nullptr
            ? std::string()
            : settings::named_period(asker.activity, *facts, effective.class_settings).value;
    add_chosen(form, "period", chosen_in(effective.class_settings.activity_periods, asker), holds,
               page.periods.offered);
  }
  lock_of_activity(form, effective.locks, by);
  return std::move(form).finish();
}

void put_in_list(std::vector<gradebook::ActivityId>& list, const gradebook::ActivityId& id,
                 bool in) {
  std::erase(list, id);
  if (in) {
    list.push_back(id);
  }
}

json::array ids_of_list(const std::vector<gradebook::ActivityId>& ids) {
  json::array list;
  for (const auto& id : ids) {
    list.emplace_back(id.value);
  }
  return list;
}

// What the save of the class's settings is to be: only what changes stands in it.
json::object as_class_settings(const ActivityPage& page, const Asker& asker,
                               const json::object& input, std::vector<Problem>& problems) {
  const InputReader reader(input, "", problems);
  json::object save{{"op", "save"}, {"revision", revision_of(page.stored)}};
  if (const auto sync = reader.flag("sync"); sync.value && *sync.value == page.left_out) {
    auto own = page.own;
    put_in_list(own.excluded_activities, asker.activity, !*sync.value);
    const bool with_others = page.left_out && !page.is_excluded;
    put_in_list(own.included_activities, asker.activity, *sync.value && with_others);
    save["excluded_activities"] = ids_of_list(own.excluded_activities);
    save["included_activities"] = ids_of_list(own.included_activities);
  }
  const auto take = [&](std::string_view name, std::string_view member,
                        std::map<std::string, std::string> map) {
    if (const auto chosen = reader.text(name); chosen.given) {
      map[asker.activity.value] = chosen.value.value_or("");
      save[member] = json::value_from(map);
    }
  };
  take("category", "activity_categories", page.own.activity_categories);
  take("period", "activity_periods", page.own.activity_periods);
  for (const char* name : {"revision", "resend"}) {
    if (const auto* given = input.if_contains(name); given != nullptr) {
      save[name] = *given;
    }
  }
  reader.refuse_others({"schema", "op", "revision", "resend", "sync", "category", "period"});
  return save;
}

// A field of the class's form, as this one calls it.
std::string_view called_here(std::string_view field) {
  return field.starts_with("excluded_activities") || field.starts_with("included_activities")
             ? "sync"
         : field.starts_with("activity_categories") ? "category"
         : field.starts_with("activity_periods")    ? "period"
                                                    : field;
}

Reply as_of_activity(Reply reply) {
  auto document = json::parse(reply.document);
  if (auto* problems = document.as_object().if_contains("problems")) {
    for (auto& problem : problems->as_array()) {
      auto& field = problem.as_object()["field"];
      field = json::string(called_here(std::string(field.as_string())));
    }
  }
  reply.document = json::serialize(document);
  return reply;
}

} // namespace

bool is_of_activity_settings(std::string_view op) {
  return op == "settings" || op == "save";
}

Result<Reply> use_activity_settings(const ActionParts& parts, const Asker& asker,
                                    std::string_view text, milliseconds deadline) {
  PASSBACK_TRY_AS(const auto input, read_input(text, "lms.activity_sync/1"));
  if (asker.activity.empty()) {
    return Error{Code::argument, "activity_id: required for the page of an activity."};
  }
  ActivityPage page;
  PASSBACK_TRY(read_work(
      parts, [&](decision::UnitOfWork& work) { return read_activity_page(work, asker, page); }));
  const auto words = language_of(parts, asker);
  if (const auto* op = input.if_contains("op"); op == nullptr || *op != "save") {
    const auto by = locked_by(parts, page.view.effective.locks);
    return Reply{json::serialize(form_of_activity(page, asker, words, by)), false};
  }
  std::vector<Problem> problems;
  const auto save = as_class_settings(page, asker, input, problems);
  if (!problems.empty()) {
    return Reply{json::serialize(refusal_document(words, problems, std::nullopt)), false};
  }
  PASSBACK_TRY_AS(auto saved, use_class_settings(parts, asker, json::serialize(save), deadline));
  return as_of_activity(std::move(saved));
}

} // namespace passback::actions
