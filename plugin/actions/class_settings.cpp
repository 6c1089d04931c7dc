#include "plugin/actions/class_settings.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/choice_origins.hpp"
#include "plugin/actions/class_categories.hpp"
#include "plugin/actions/class_choices_check.hpp"
#include "plugin/actions/class_grading_fields.hpp"
#include "plugin/actions/class_settings_change.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/actions/list_reading.hpp"
#include "plugin/actions/locked_choices.hpp"
#include "plugin/actions/marks_here.hpp"
#include "plugin/actions/notices_off.hpp"
#include "plugin/actions/sent_again.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/intake/sweep.hpp"
#include "plugin/intake/take_back.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

struct Page {
  decision::ClassView view;
  std::string stored; ///< the class's own settings, as they lie there
  ClassCategories categories;
  std::vector<Choice> activities;
  ClassGrading grading;
  settings::Origins origins;
  std::optional<bool> my_notices; ///< of a teacher who opened it herself
};

Status read_activities(decision::UnitOfWork& work, Page& page) {
  PASSBACK_TRY_AS(auto records, line_items_of_class(work, page.view));
  std::map<std::string, std::string> titles;
  for (const auto& record : records) {
    const auto* facts = record.observed.facts.activity();
    if (record.observed.form != outbox::Form::present || !facts ||
        gradebook::standard_of(record.key.activity_id)) {
      continue;
    }
    titles[record.key.activity_id.value] = facts->title;
    if (!facts->category_id.empty()) {
      page.categories.lms_categories[facts->category_id.value] = facts->category_title;
    }
  }
  for (const auto& [id, title] : titles) {
    page.activities.push_back({id, title});
  }
  return ok_status();
}

bool is_herself(const Asker& asker) {
  return asker.capacity == Capacity::own && !asker.is_operator && !asker.user.empty();
}

// Of all her classes.
Result<bool> keep_my_notices(decision::UnitOfWork& work, const Asker& asker,
                             const Given<bool>& wanted) {
  if (!wanted.value || !is_herself(asker)) {
    return false;
  }
  PASSBACK_TRY_AS(const bool off, has_notices_off(work.transaction, asker.user.value));
  if (off != *wanted.value) {
    return false;
  }
  PASSBACK_TRY(put_notices_off(work.transaction, asker.user.value, !*wanted.value));
  return true;
}

Status read_page(decision::UnitOfWork& work, const Asker& asker, Page& page) {
  page = {};
  PASSBACK_TRY_AS(page.view, work.open_class_that_syncs(origin_of(asker)));
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.settings(outbox::Scope::lms_class, asker.class_id.value));
  page.stored = row ? row->document : std::string();
  PASSBACK_TRY_AS(page.origins, read_origins(work, page.view.domain_id));
  PASSBACK_TRY(
      read_class_categories(work, origin_of(asker), decision::Purpose::naming, page.categories));
  PASSBACK_TRY(read_class_grading(work, page.view, page.grading));
  if (is_herself(asker)) {
    PASSBACK_TRY_AS(const bool off, has_notices_off(work.transaction, asker.user.value));
    page.my_notices = !off;
  }
  return read_activities(work, page);
}

template <class Id> json::array list_of_ids(const std::vector<Id>& ids) {
  json::array list;
  for (const auto& id : ids) {
    list.emplace_back(id.value);
  }
  return list;
}

json::value flag_of(const std::optional<bool>& chosen) {
  return chosen ? json::value(*chosen) : json::value();
}

// Chosen on the pages of the activities; they are looked at and taken back here.
void add_activity_categories(FormDocument& form, const Page& page) {
  const auto& chosen = page.view.effective.class_settings.activity_categories;
  if (chosen.empty()) {
    return;
  }
  std::map<std::string, std::string> titles;
  for (const auto& [id, category] : chosen) {
    const auto known = std::ranges::find(page.activities, id, &Choice::value);
    titles[id] = known == page.activities.end() ? id : known->label.verbatim();
  }
  auto& field = form.field("activity_categories", "category_map",
                           "class_settings.activity_categories", chosen_rows(titles, chosen));
  if (const auto choices = page.categories.choices(); !choices.empty()) {
    form.choices(field, choices);
  }
}

// Which activities go at all.
void add_activities(FormDocument& form, const Page& page) {
  const auto& effective = page.view.effective;
  const auto& own = effective.class_settings;
  form.choices(form.field("excluded_activities", "activities", "class_settings.excluded_activities",
                          list_of_ids(own.excluded_activities)),
               page.activities);
  const auto& of_lms = page.categories.lms_categories;
  if (!of_lms.empty() || !own.excluded_categories.empty()) {
    std::vector<Choice> choices;
    for (const auto& [id, title] : of_lms) {
      choices.push_back({id, title.empty() ? id : title});
    }
    form.choices(form.field("excluded_categories", "categories",
                            "class_settings.excluded_categories",
                            list_of_ids(own.excluded_categories)),
                 choices);
  }
  if (effective.sending.new_activities == settings::NewActivities::leave_out ||
      !own.included_activities.empty() || !own.excluded_categories.empty()) {
    form.choices(form.field("included_activities", "activities",
                            "class_settings.included_activities",
                            list_of_ids(own.included_activities)),
                 page.activities);
  }
  form.field("send_final_grades", "switch", "sending.send_final_grades",
             flag_of(own.send_final_grades))["effective"] =
      effective.sending.send_final_grades.value_or(true);
  form.field("send_comments", "switch", "grading.send_comments",
             flag_of(own.send_comments))["effective"] =
      effective.grading.send_comments.value_or(true);
}

json::object form_of(const Page& page, const texts::Words& words, std::int64_t now_unix_ms,
                     const LockedBy& locked_by) {
  const auto& effective = page.view.effective;
  const auto& own = effective.class_settings;
  FormDocument form(words, kSyncGradesSettings, "class_settings", "lms.class_settings/1");
  form.shows(page.stored);
  if (!effective.allowed) {
    form.note("info", effective.why_not, texts::sentence_of(effective.why_not));
  }
  add_category_notes(form, page.categories, now_unix_ms);
  form.field("send_automatically", "switch", "class_settings.send_automatically",
             flag_of(own.send_automatically))["effective"] = effective.automatic;
  const bool profile_creates = page.view.profile != nullptr && page.view.profile->create_categories;
  auto& creates = form.field("create_categories", "switch", "class_settings.create_categories",
                             own.create_categories);
  creates["enabled"] = profile_creates;
  if (!profile_creates) {
    form.help(creates, say("class_settings.create_categories.help_not_here"));
  }
  add_category_fields(form, own, page.categories);
  add_activity_categories(form, page);
  add_category_table(form, effective.sending);
  add_activities(form, page);
  add_class_grading_fields(form, page.view, page.grading, page.categories.choices());
  if (page.my_notices) {
    form.field("my_notices", "switch", "class_settings.my_notices", *page.my_notices);
  }
  lock_of_class(form, effective.locks, locked_by);
  if (effective.connection) {
    form.operation("refresh_categories", "class_settings.refresh_categories");
  }
  auto document = std::move(form).finish();
  if (page.view.profile != nullptr && !page.view.by_file()) {
    document["marks"] = marks_here(*page.view.profile, page.view.endpoint.version, words);
  }
  return document;
}

// The last reading of the class's categories, as lms.job/1.
Result<Reply> last_reading(const ActionParts& parts, const Asker& asker) {
  Page page;
  Phrase waits;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY(read_page(work, asker, page));
    const auto& reading = page.categories.last_reading;
    const auto& connection = page.view.effective.connection;
    PASSBACK_TRY_AS(waits, reading && connection ? wait_text(work, *reading, *connection)
                                                 : Result<Phrase>(Phrase()));
    return ok_status();
  });
  if (!read) {
    return read.error();
  }
  const auto words = language_of(parts, asker);
  return Reply{
      json::serialize(page.categories.last_reading
                          ? job_document(words, *page.categories.last_reading, false, waits)
                          : result_document(words, false, say("result.nothing_to_show"))),
      false};
}

struct Stored {
  settings::ClassSettings settings;
  std::string document; ///< as it lies there; empty = none
};

Result<Stored> stored_settings(decision::UnitOfWork& work, const Asker& asker) {
  PASSBACK_TRY_AS(auto row,
                  work.transaction.settings(outbox::Scope::lms_class, asker.class_id.value));
  Stored stored;
  if (row) {
    PASSBACK_TRY_AS(stored.settings, settings::class_settings_from_json(row->document));
    stored.document = row->document;
  }
  return stored;
}

// What is stored, changed by the input as far as nobody above has locked it.
Result<settings::ClassSettings> changed_by(decision::UnitOfWork& work, const Asker& asker,
                                           const settings::ClassSettings& stored,
                                           const json::object& input, const LockedBy& locked_by,
                                           std::vector<Problem>& problems) {
  PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
  auto now = change_class_settings(stored, input, problems);
  refuse_locked(settings::keep_locked(stored, now, view.effective.locks), view.effective.locks,
                locked_by, problems);
  return now;
}

// Who locked what, in people's words. The host is asked outside the transaction.
Result<LockedBy> locked_by_of(const ActionParts& parts, const Asker& asker) {
  settings::Locks locks;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(const auto view, work.open_class_that_syncs(origin_of(asker)));
    locks = view.effective.locks;
    return ok_status();
  }));
  return locked_by(parts, locks);
}

// What cannot be saved anyway is not asked about.
Result<std::optional<Question>> question_of(const ActionParts& parts, const Asker& asker,
                                            const json::object& input, const LockedBy& by) {
  Stored stored;
  settings::ClassSettings now;
  std::vector<Problem> problems;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    problems.clear();
    PASSBACK_TRY_AS(stored, stored_settings(work, asker));
    PASSBACK_TRY_AS(now, changed_by(work, asker, stored.settings, input, by, problems));
    return ok_status();
  }));
  const InputReader reader(input, "", problems);
  refuse_outdated(reader, stored.document);
  const bool answered = !read_resend(reader).empty();
  return answered || !problems.empty() ? Result<std::optional<Question>>(std::nullopt)
                                       : ask_to_send_again(parts, asker, stored.settings, now);
}

std::set<gradebook::ActivityId> taken_out_of(const std::vector<gradebook::ActivityId>& before,
                                             const std::vector<gradebook::ActivityId>& now) {
  std::set<gradebook::ActivityId> gone(before.begin(), before.end());
  for (const auto& activity : now) {
    gone.erase(activity);
  }
  return gone;
}

Result<Reply> save(const ActionParts& parts, const Asker& asker, const json::object& input,
                   milliseconds deadline) {
  std::vector<Problem> problems;
  bool changed = false;
  const auto words = language_of(parts, asker);
  PASSBACK_TRY_AS(const auto by, locked_by_of(parts, asker));
  PASSBACK_TRY_AS(const auto question, question_of(parts, asker, input, by));
  if (question) {
    return Reply{
        json::serialize(refusal_document(words, {{question->name, question->text}}, question)),
        false};
  }
  const auto committed = commit_work(parts, deadline, [&](decision::UnitOfWork& work) -> Status {
    problems.clear();
    changed = false;
    PASSBACK_TRY_AS(const auto stored, stored_settings(work, asker));
    refuse_outdated(InputReader(input, "", problems), stored.document);
    PASSBACK_TRY_AS(const auto now, changed_by(work, asker, stored.settings, input, by, problems));
    const auto my_notices = InputReader(input, "", problems).flag("my_notices");
    if (!problems.empty()) {
      return ok_status();
    }
    if (now == stored.settings) {
      PASSBACK_TRY_AS(changed, keep_my_notices(work, asker, my_notices));
      return ok_status();
    }
    PASSBACK_TRY(check_choices(work, origin_of(asker), stored.settings, now, problems));
    if (!problems.empty()) {
      return ok_status();
    }
    changed = true;
    PASSBACK_TRY(keep_my_notices(work, asker, my_notices));
    PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::lms_class, asker.class_id.value,
                                               settings::to_json(now)));
    if (intake::opens_more(stored.settings, now)) {
      PASSBACK_TRY(intake::ask_to_sweep(work.transaction,
                                        {asker.domain, asker.class_id, asker.school_year}));
    }
    PASSBACK_TRY(intake::include_again(
        work, asker.class_id,
        taken_out_of(stored.settings.excluded_activities, now.excluded_activities)));
    outbox::Affected affected;
    affected.class_id = asker.class_id;
    return outbox::ask_to_reconsider(work.transaction, affected);
  });
  if (!committed) {
    return committed.error();
  }
  if (!problems.empty()) {
    return Reply{json::serialize(refusal_document(words, problems, std::nullopt)), false};
  }
  return Reply{json::serialize(result_document(
                   words, true, say(changed ? "result.saved" : "result.nothing_changed"))),
               changed};
}

} // namespace

Result<Reply> use_class_settings(const ActionParts& parts, const Asker& asker,
                                 std::string_view text, milliseconds deadline) {
  PASSBACK_TRY_AS(const auto object, read_input(text, "lms.class_settings/1"));
  const auto* op = object.if_contains("op");
  const bool saves = op != nullptr ? *op == "save" : !object.empty();
  if (saves) {
    return save(parts, asker, object, deadline);
  }
  if (op != nullptr && *op == "refresh_categories") {
    return refresh_lists(parts, asker, deadline);
  }
  if (op != nullptr && *op == "job") {
    return last_reading(parts, asker);
  }
  if (op != nullptr && *op != "open") {
    return Error{Code::unsupported, "op: expected open, save, refresh_categories or job."};
  }
  const bool reading = read_old_lists(parts, asker, deadline);
  Page page;
  const auto read =
      read_work(parts, [&](decision::UnitOfWork& work) { return read_page(work, asker, page); });
  if (!read) {
    return read.error();
  }
  const auto by = locked_by(parts, page.view.effective.locks);
  auto form = form_of(page, language_of(parts, asker), parts.clock.unix_ms(), by);
  tell_origins_of_class(parts, page.origins, form);
  return Reply{json::serialize(form), reading};
}

} // namespace passback::actions
