#include "plugin/actions/class_categories.hpp"

#include <algorithm>
#include <set>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/exchange/conversation/conversation_kinds.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/category_choice.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using gradebook::CategoryId;
using gradebook::SourcedId;

std::set<std::string> ids_of(const std::vector<Choice>& choices) {
  std::set<std::string> ids;
  for (const auto& choice : choices) {
    ids.insert(choice.value);
  }
  return ids;
}

// One subject for all: whoever asks twice for the same classes waits for the same answer.
std::string subject_of(const std::vector<SourcedId>& sis_classes) {
  std::string subject;
  for (const auto& id : sis_classes) {
    subject += (subject.empty() ? "" : " ") + id.value;
  }
  return subject;
}

bool was_chosen_apart(const settings::ClassSettings& own, const ClassCategories& categories) {
  if (categories.sis_classes.size() < 2) {
    return false;
  }
  return std::ranges::any_of(categories.sis_classes, [&](const ClassCategories::OfSisClass& one) {
    const auto prefix = settings::category_key(one.sis_class_id, {});
    return std::ranges::any_of(own.category_map,
                               [&](const auto& pair) { return pair.first.starts_with(prefix); });
  });
}

json::object row(const std::string& title, const std::string& chosen,
                 const std::string& proposed = {}) {
  json::object made{{"title", title},
                    {"value", chosen.empty() ? json::value() : json::value(chosen)}};
  if (chosen.empty() && !proposed.empty()) {
    made["proposed"] = proposed;
  }
  return made;
}

// A student of another school may be in a class of another SIS.
Result<bool> is_of_sis(decision::UnitOfWork& work, const decision::ClassView& view,
                       const outbox::EnrolmentRow& one) {
  if (one.domain_id.empty() || one.domain_id == view.domain_id) {
    return one.domain_id == view.domain_id || !view.of_other_sis;
  }
  decision::Origin origin;
  origin.class_id = view.class_id;
  origin.school_year = view.school_year;
  const auto other = work.open_class(origin, one.domain_id);
  if (!other) {
    return other.error().code == Code::config ? Result<bool>(false) : other.error();
  }
  return settings::same_sis(other->effective, view.effective);
}

} // namespace

bool ClassCategories::apart() const {
  return of_several_sis || std::ranges::any_of(sis_classes, [&](const OfSisClass& one) {
           return ids_of(one.choices) != ids_of(sis_classes.front().choices);
         });
}

std::vector<Choice> ClassCategories::choices() const {
  const bool all_read =
      std::ranges::all_of(sis_classes, [](const OfSisClass& one) { return one.read_unix_ms != 0; });
  std::vector<Choice> all;
  if (!all_read) {
    return all;
  }
  const bool named = apart();
  for (const auto& one : sis_classes) {
    for (const auto& choice : one.choices) {
      const auto there = std::ranges::find(all, choice.value, &Choice::value);
      const bool is_new = there == all.end();
      auto& offered = is_new ? all.emplace_back(choice) : *there;
      if (named) {
        offered.label = offered.label.verbatim() + (is_new ? " – " : ", ") + one.sis_class_id.value;
      }
    }
  }
  return all;
}

Result<std::vector<SourcedId>> sis_classes_of(decision::UnitOfWork& work,
                                              const decision::ClassView& view) {
  std::set<SourcedId> ids{view.links.now};
  PASSBACK_TRY_AS(auto people, work.transaction.enrolments(view.class_id, view.school_year));
  for (const auto& one : people) {
    PASSBACK_TRY_AS(const bool there, is_of_sis(work, view, one));
    if (!one.ended && there) {
      ids.insert(outbox::identity_of(one, view.links).sis_class_id);
    }
  }
  PASSBACK_TRY_AS(auto records, line_items_of_class(work, view));
  for (const auto& record : records) {
    if (record.observed.form == outbox::Form::present && decision::belongs_to(view, record)) {
      ids.insert(record.key.sis_class_id);
    }
  }
  ids.erase(SourcedId());
  return std::vector<SourcedId>(ids.begin(), ids.end());
}

namespace {

Status read_categories_of(decision::UnitOfWork& work, const decision::ClassView& view,
                          decision::Purpose purpose, ClassCategories& categories) {
  if (!view.effective.connection) {
    return ok_status();
  }
  const auto& connection = *view.effective.connection;
  PASSBACK_TRY_AS(auto sis_classes, sis_classes_of(work, view));
  for (const auto& id : sis_classes) {
    const decision::SisSubject subject{connection.id, connection.generation, id};
    PASSBACK_TRY_AS(const auto in_sis, work.in_sis.categories(subject, {purpose, view.profile}));
    ClassCategories::OfSisClass one{id, {}, 0};
    if (in_sis) {
      for (const auto& category : *in_sis) {
        one.choices.push_back({category.id.value, category.title});
      }
      PASSBACK_TRY_AS(one.read_unix_ms,
                      work.in_sis.read_unix_ms(subject, outbox::SisDocumentKind::categories));
    }
    categories.sis_classes.push_back(std::move(one));
  }
  if (sis_classes.empty() || categories.last_reading) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto reading, work.transaction.last_job(connection.id, exchange::kReadCategories,
                                                          subject_of(sis_classes)));
  categories.last_reading = std::move(reading);
  return ok_status();
}

} // namespace

Status read_class_categories(decision::UnitOfWork& work, const decision::Origin& origin,
                             decision::Purpose purpose, ClassCategories& categories) {
  PASSBACK_TRY_AS(const auto views, work.open_class_by_sis(origin));
  for (const auto& view : views) {
    const auto before = categories.sis_classes.size();
    PASSBACK_TRY(read_categories_of(work, view, purpose, categories));
    categories.of_several_sis =
        categories.of_several_sis || (before != 0 && categories.sis_classes.size() != before);
  }
  return ok_status();
}

bool reads_periods(const oneroster::Profile& profile) {
  return profile.gradebook == oneroster::Gradebook::of_class &&
         profile.grading_period != oneroster::Need::never &&
         profile.reads.grading_periods != oneroster::PeriodRoute::none;
}

JobSpec category_job(const std::vector<SourcedId>& sis_classes, bool with_periods) {
  json::array ids;
  for (const auto& id : sis_classes) {
    ids.emplace_back(id.value);
  }
  json::object input{{"class_ids", std::move(ids)}};
  if (with_periods) {
    input["periods"] = true;
  }
  return {exchange::kReadCategories, subject_of(sis_classes), std::move(input)};
}

void add_category_notes(FormDocument& form, const ClassCategories& categories,
                        std::int64_t now_unix_ms) {
  const auto& reading = categories.last_reading;
  if (reading && reading->open()) {
    form.note("info", Code::none, say("class_settings.categories_being_read"));
  }
  if (reading && reading->state == outbox::JobState::failed) {
    auto failed = say("class_settings.categories_unreadable");
    failed += texts::sentence_of(reading->code);
    form.note("warning", reading->code, failed);
  }
  std::int64_t oldest = 0;
  std::string unread;
  for (const auto& one : categories.sis_classes) {
    if (one.read_unix_ms == 0) {
      unread += (unread.empty() ? "" : ", ") + one.sis_class_id.value;
    } else {
      oldest = oldest == 0 ? one.read_unix_ms : std::min(oldest, one.read_unix_ms);
    }
  }
  if (oldest != 0 && !unread.empty()) {
    form.note("info", Code::none, say("class_settings.categories_unread", {{"classes", unread}}));
  } else if (oldest != 0) {
    form.note("info", Code::none,
              say("class_settings.categories_read", {{"age", age_text(oldest, now_unix_ms)}}));
  }
}

namespace {

// A row for each category of the LMS, in each SIS class where these are told apart; and for what
// was chosen before, so that a form that comes back as it was changes nothing.
json::object category_rows(const texts::Words& words, const settings::ClassSettings& own,
                           const ClassCategories& categories, bool apart) {
  json::object map;
  const auto add = [&](const SourcedId& sis_class, const CategoryId& id, const std::string& title) {
    const auto one = std::ranges::find(categories.sis_classes, sis_class,
                                       &ClassCategories::OfSisClass::sis_class_id);
    const bool titled = !id.empty() && one != categories.sis_classes.end();
    map[settings::category_key(sis_class, id)] =
        row(title + " – " + sis_class.value, settings::category_in_sis(own, sis_class, id),
            titled ? of_same_title(title, one->choices) : std::string());
  };
  if (apart) {
    for (const auto& one : categories.sis_classes) {
      for (const auto& [id, title] : categories.lms_categories) {
        add(one.sis_class_id, CategoryId(id), title);
      }
      add(one.sis_class_id, CategoryId(), words.say(say("class_settings.everything_else")));
    }
  } else {
    const auto sis_class =
        categories.sis_classes.empty() ? SourcedId() : categories.sis_classes.front().sis_class_id;
    for (const auto& [id, title] : categories.lms_categories) {
      map[id] = row(title, settings::category_in_sis(own, sis_class, CategoryId(id)),
                    of_same_title(title, categories.choices()));
    }
  }
  for (const auto& [key, chosen] : own.category_map) {
    if (!map.contains(key)) {
      map[key] = row(key, chosen);
    }
  }
  return map;
}

} // namespace

void add_category_fields(FormDocument& form, const settings::ClassSettings& own,
                         const ClassCategories& categories) {
  const auto choices = categories.choices();
  const bool apart = categories.apart() || was_chosen_apart(own, categories);
  auto& chosen = form.field("category_map", "category_map", "class_settings.category_map",
                            category_rows(form.words(), own, categories, apart));
  if (apart) {
    form.help(chosen, say("class_settings.category_map.help_apart"));
  }
  // Until the SIS's categories have been read their ids have to be typed.
  const bool listed = !choices.empty();
  if (listed) {
    form.choices(chosen, choices);
  }
  // No category is of every class; what was chosen before can be taken back.
  if (apart && own.default_category.empty()) {
    return;
  }
  auto& fallback =
      form.field("default_category", listed ? "choice" : "text", "class_settings.default_category",
                 json::string(own.default_category));
  if (listed) {
    form.choices(fallback, choices);
  } else {
    form.help(fallback, say("class_settings.category_by_id"));
  }
}

} // namespace passback::actions
