#include "plugin/actions/class_settings.hpp"

#include <map>

#include "plugin/actions/class_grading_fields.hpp"
#include "plugin/actions/class_settings_change.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/jobs.hpp"
#include "plugin/actions/workplace.hpp"
#include "plugin/oneroster/conversation/conversation_kinds.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr int kMostActivities = 2000;

struct Page {
  intake::ClassView view;
  std::vector<Choice> sis_categories;
  std::int64_t categories_read_unix_ms = 0; ///< 0 = never
  std::optional<outbox::JobRow> last_reading;
  std::map<std::string, std::string> lms_categories; ///< id -> title
  std::vector<Choice> activities;
  ClassGrading grading;
};

// The list of the SIS's categories, as delivery keeps it: [{"id","title"}, ...].
std::vector<Choice> categories_of(const std::string& document) {
  std::vector<Choice> choices;
  json::error_code failure;
  const auto list = json::parse(document, failure);
  if (failure || !list.is_array()) {
    return choices;
  }
  for (const auto& item : list.get_array()) {
    const auto* object = item.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains("id");
    const auto* title = object == nullptr ? nullptr : object->if_contains("title");
    if (id != nullptr && id->is_string() && title != nullptr && title->is_string()) {
      choices.push_back({std::string(id->get_string()), std::string(title->get_string())});
    }
  }
  return choices;
}

Status read_activities(intake::Desk& desk, Page& page) {
  outbox::RecordFilter filter;
  filter.class_id = page.view.class_id;
  filter.school_year = page.view.school_year;
  filter.kind = outbox::Kind::line_item;
  filter.limit = kMostActivities;
  auto records = desk.transaction.records(filter);
  if (!records) {
    return records.error();
  }
  std::map<std::string, std::string> titles;
  for (const auto& record : *records) {
    auto facts = gradebook::activity_facts_from_json(record.observed.facts);
    if (record.observed.form != outbox::Form::present || !facts) {
      continue;
    }
    titles[record.key.activity_id.value] = facts->title;
    if (!facts->category_id.empty()) {
      page.lms_categories[facts->category_id.value] = facts->category_title;
    }
  }
  for (const auto& [id, title] : titles) {
    page.activities.push_back({id, title});
  }
  return ok_status();
}

Status read_page(intake::Desk& desk, const Asker& asker, Page& page) {
  page = {};
  auto view = desk.open_class(origin_of(asker));
  if (!view) {
    return view.error();
  }
  page.view = std::move(*view);
  if (page.view.effective.connection && !page.view.sis_class_id.empty()) {
    const auto& connection = *page.view.effective.connection;
    auto document = desk.transaction.sis_document(connection.id, connection.generation,
                                                  "categories", page.view.sis_class_id.value);
    if (!document) {
      return document.error();
    }
    if (*document) {
      page.sis_categories = categories_of((*document)->document);
      page.categories_read_unix_ms = (*document)->read_unix_ms;
    }
    auto reading = desk.transaction.last_job(connection.id, oneroster::kReadCategories,
                                             page.view.sis_class_id.value);
    if (!reading) {
      return reading.error();
    }
    page.last_reading = std::move(*reading);
  }
  if (auto read = read_class_grading(desk, page.view, page.grading); !read) {
    return read;
  }
  return read_activities(desk, page);
}

// How old the list is, and what is known about a newer one.
void add_category_notes(Form& form, const Page& page, std::int64_t now_unix_ms) {
  if (page.last_reading && page.last_reading->open()) {
    form.note("info", Code::none,
              "The categories are being read from the SIS; look again in a moment.");
    return;
  }
  const bool newest_failed =
      page.last_reading && page.last_reading->state == outbox::JobState::failed;
  if (newest_failed) {
    const auto& why = info(page.last_reading->code);
    form.note("warning", page.last_reading->code,
              "The categories could not be read from the SIS. " + std::string(why.sentence));
  }
  if (page.categories_read_unix_ms != 0) {
    form.note("info", Code::none,
              "The categories of the SIS were read " +
                  age_text(page.categories_read_unix_ms, now_unix_ms) + ".");
  }
}

json::object form_of(const Page& page, std::int64_t now_unix_ms) {
  const auto& effective = page.view.effective;
  const auto& own = effective.class_settings;
  Form form(kSyncGradesSettings, "Sync grades settings", "lms.class_settings/1");
  if (!effective.allowed) {
    form.note("info", effective.why_not, info(effective.why_not).sentence);
  }
  add_category_notes(form, page, now_unix_ms);
  auto& automatic =
      form.field("send_automatically", "switch", "Send new grades automatically",
                 "A class can be manual where its domain is automatic, not the other way round.",
                 own.send_automatically ? json::value(*own.send_automatically) : json::value());
  automatic["effective"] = effective.automatic;
  const bool profile_creates = page.view.profile != nullptr && page.view.profile->create_categories;
  form.field("create_categories", "switch", "Make missing categories in the SIS",
             profile_creates ? "Also needs your administrator's permission."
                             : "This SIS does not let categories be made from here.",
             own.create_categories)["enabled"] = profile_creates;
  json::object map;
  for (const auto& [id, title] : page.lms_categories) {
    const auto chosen = own.category_map.find(id);
    map[id] = json::object{
        {"title", title},
        {"value", chosen == own.category_map.end() ? json::value() : json::value(chosen->second)}};
  }
  auto& categories =
      form.field("category_map", "category_map", "Categories",
                 "Which category of the SIS each of your categories goes into.", std::move(map));
  // Until the SIS's categories have been read their ids have to be typed.
  const bool listed = !page.sis_categories.empty();
  if (listed) {
    form.choices(categories, page.sis_categories);
  }
  auto& fallback = form.field(
      "default_category", listed ? "choice" : "text", "Category for everything else",
      listed ? "" : "The id of a category in the SIS.", json::string(own.default_category));
  if (listed) {
    form.choices(fallback, page.sis_categories);
  }
  json::array excluded;
  for (const auto& id : own.excluded_activities) {
    excluded.emplace_back(id.value);
  }
  form.choices(form.field("excluded_activities", "activities", "Activities that are not synced", "",
                          std::move(excluded)),
               page.activities);
  add_class_grading_fields(form, page.view, page.grading, page.sis_categories);
  return std::move(form).finish();
}

// Asks for the categories of the class to be read anew.
Result<Reply> refresh_categories(const ActionParts& parts, const Asker& asker,
                                 milliseconds deadline) {
  json::object document;
  bool asked = false;
  const auto committed = commit_desk(parts, deadline, [&](intake::Desk& desk) -> Status {
    asked = false;
    auto view = desk.open_class(origin_of(asker));
    if (!view) {
      return view.error();
    }
    const auto refuse = [&](Code why) {
      document = result_document(false, std::string(info(why).sentence));
      return ok_status();
    };
    if (!view->effective.connection) {
      return refuse(Code::not_configured);
    }
    if (view->sis_class_id.empty()) {
      return refuse(Code::class_unlinked);
    }
    auto hold = hold_of(desk.transaction);
    if (!hold) {
      return hold.error();
    }
    if (!hold->empty()) {
      return refuse(Code::site_moved);
    }
    JobWish wish{oneroster::kReadCategories, view->sis_class_id.value,
                 json::object{{"class_id", view->sis_class_id.value}}};
    auto row = ask_for_job(desk, *view->effective.connection, wish, asker);
    if (!row) {
      return row.error();
    }
    asked = true;
    document = started_document(*row);
    return ok_status();
  });
  if (!committed) {
    return committed.error();
  }
  return Reply{json::serialize(document), asked};
}

// The last reading of the class's categories, as lms.job/1.
Result<Reply> last_reading(const ActionParts& parts, const Asker& asker) {
  Page page;
  const auto read =
      read_desk(parts, [&](intake::Desk& desk) { return read_page(desk, asker, page); });
  if (!read) {
    return read.error();
  }
  return Reply{json::serialize(page.last_reading
                                   ? job_document(*page.last_reading, false)
                                   : result_document(false, "There is nothing to show.")),
               false};
}

Result<Reply> save(const ActionParts& parts, const Asker& asker, const json::object& input,
                   milliseconds deadline) {
  std::vector<Problem> problems;
  bool changed = false;
  const auto committed = commit_desk(parts, deadline, [&](intake::Desk& desk) -> Status {
    problems.clear();
    changed = false;
    auto row = desk.transaction.settings(outbox::Scope::lms_class, asker.class_id.value);
    if (!row) {
      return row.error();
    }
    settings::ClassSettings stored;
    if (*row) {
      auto parsed = settings::class_settings_from_json((*row)->document);
      if (!parsed) {
        return parsed.error();
      }
      stored = std::move(*parsed);
    }
    const auto now = change_class_settings(stored, input, problems);
    if (!problems.empty() || now == stored) {
      return ok_status();
    }
    changed = true;
    if (auto put = desk.transaction.put_settings(outbox::Scope::lms_class, asker.class_id.value,
                                                 settings::to_json(now));
        !put) {
      return put;
    }
    intake::Affected affected;
    affected.class_id = asker.class_id;
    return intake::ask_to_reconsider(desk.transaction, affected);
  });
  if (!committed) {
    return committed.error();
  }
  if (!problems.empty()) {
    return Reply{json::serialize(result_document(false, "Nothing was saved.", problems)), false};
  }
  return Reply{json::serialize(result_document(true, changed ? "Saved." : "Nothing has changed.")),
               changed};
}

} // namespace

Result<Reply> use_class_settings(const ActionParts& parts, const Asker& asker,
                                 std::string_view text, milliseconds deadline) {
  const auto object = read_input(text, "lms.class_settings/1");
  if (!object) {
    return object.error();
  }
  const auto* op = object->if_contains("op");
  const bool saves = op != nullptr ? *op == "save" : !object->empty();
  if (saves) {
    return save(parts, asker, *object, deadline);
  }
  if (op != nullptr && *op == "refresh_categories") {
    return refresh_categories(parts, asker, deadline);
  }
  if (op != nullptr && *op == "job") {
    return last_reading(parts, asker);
  }
  if (op != nullptr && *op != "open") {
    return Error{Code::unsupported, "op: expected open, save, refresh_categories or job."};
  }
  Page page;
  const auto read =
      read_desk(parts, [&](intake::Desk& desk) { return read_page(desk, asker, page); });
  if (!read) {
    return read.error();
  }
  return Reply{json::serialize(form_of(page, parts.clock.unix_ms())), false};
}

} // namespace passback::actions
