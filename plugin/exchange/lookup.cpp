#include "plugin/exchange/lookup.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/oneroster/reads/reads.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::exchange {

namespace {

namespace json = boost::json;
using gradebook::SourcedId;
using oneroster::member;
using oneroster::text_of;

constexpr std::int64_t kHour = 60LL * 60 * 1000;
constexpr std::int64_t kMinute = 60LL * 1000;

void put_text(json::object& object, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    object[name] = json::string(value);
  }
}

json::object session_to_json(const oneroster::SisAcademicSession& session) {
  json::object object;
  object["sourcedId"] = session.id.value;
  put_text(object, "type", session.type);
  put_text(object, "title", session.title);
  put_text(object, "startDate", session.start_date);
  put_text(object, "endDate", session.end_date);
  put_text(object, "schoolYear", session.school_year);
  if (!session.metadata.empty()) {
    object["metadata"] = session.metadata;
  }
  return object;
}

template <class Item, class Write>
std::string list_text(const std::optional<std::vector<Item>>& items, Write write) {
  json::array list;
  for (const auto& item : items.value_or(std::vector<Item>())) {
    list.push_back(write(item));
  }
  return oneroster::json_text(json::value(std::move(list)));
}

template <class Item, class Read>
std::optional<std::vector<Item>> list_of(std::string_view text, Read read) {
  const auto records = oneroster::records_from_json(text);
  if (!records) {
    return std::nullopt;
  }
  std::vector<Item> items;
  for (const auto& record : *records) {
    items.push_back(read(record));
  }
  return items;
}

} // namespace

std::string_view kept_as(Lookup lookup) {
  switch (lookup) {
  case Lookup::sis_class:
    return "class";
  case Lookup::sessions:
    return "sessions";
  case Lookup::categories:
    return "categories";
  case Lookup::results:
    return "results";
  case Lookup::line_items:
    break;
  }
  return "line_items";
}

std::int64_t believed_ms(Lookup lookup, bool person_waits) {
  if (lookup == Lookup::line_items) {
    return 0;
  }
  // A result that is not there yet may appear with the next enrolment.
  const std::int64_t long_enough = lookup == Lookup::results ? kHour : 6 * kHour;
  return person_waits ? 5 * kMinute : long_enough;
}

std::vector<SourcedId> ClassKnowledge::term_ids() const {
  return sis_class ? sis_class->term_ids : std::vector<SourcedId>();
}

bool ClassKnowledge::has(Lookup lookup) const {
  switch (lookup) {
  case Lookup::sis_class:
    return sis_class.has_value();
  case Lookup::sessions:
    return sessions.has_value();
  case Lookup::categories:
    return categories.has_value();
  case Lookup::line_items:
    return line_items.has_value();
  case Lookup::results:
    break;
  }
  return results.has_value();
}

void ClassKnowledge::take(Lookup lookup, const ClassKnowledge& other) {
  switch (lookup) {
  case Lookup::sis_class:
    sis_class = other.sis_class;
    return;
  case Lookup::sessions:
    sessions = other.sessions;
    return;
  case Lookup::categories:
    categories = other.categories;
    return;
  case Lookup::line_items:
    line_items = other.line_items;
    return;
  case Lookup::results:
    results = other.results;
    return;
  }
}

std::string kept_text(Lookup lookup, const ClassKnowledge& knowledge) {
  switch (lookup) {
  case Lookup::sis_class:
    return knowledge.sis_class ? oneroster::to_json(*knowledge.sis_class) : std::string();
  case Lookup::sessions:
    return list_text(knowledge.sessions, session_to_json);
  case Lookup::categories:
    return list_text(knowledge.categories, [](const oneroster::SisCategory& category) {
      return json::object{{"id", category.id.value}, {"title", category.title}};
    });
  case Lookup::results:
    return list_text(knowledge.results, [](const KnownResult& result) {
      return json::object{{"id", result.id.value}, {"student", result.student_id.value}};
    });
  case Lookup::line_items:
    break;
  }
  return {};
}

void take_kept(Lookup lookup, std::string_view text, ClassKnowledge& knowledge) {
  switch (lookup) {
  case Lookup::sis_class:
    if (auto sis_class = oneroster::sis_class_from_json(text)) {
      knowledge.sis_class = std::move(*sis_class);
    }
    return;
  case Lookup::sessions:
    knowledge.sessions =
        list_of<oneroster::SisAcademicSession>(text, oneroster::academic_session_of);
    return;
  case Lookup::categories:
    knowledge.categories = list_of<oneroster::SisCategory>(text, [](const json::object& object) {
      oneroster::SisCategory category;
      category.id = SourcedId(text_of(member(object, "id")));
      category.title = text_of(member(object, "title"));
      return category;
    });
    return;
  case Lookup::results:
    knowledge.results = list_of<KnownResult>(text, [](const json::object& object) {
      return KnownResult{SourcedId(text_of(member(object, "id"))),
                         SourcedId(text_of(member(object, "student")))};
    });
    return;
  case Lookup::line_items:
    return;
  }
}

void take_records(Lookup lookup, const std::vector<json::object>& records,
                  ClassKnowledge& knowledge, oneroster::PeriodSource source) {
  switch (lookup) {
  case Lookup::sis_class:
    if (!records.empty()) {
      knowledge.sis_class = oneroster::class_of(records.front());
    }
    return;
  case Lookup::sessions: {
    std::vector<oneroster::SisAcademicSession> sessions;
    for (const auto& record : records) {
      sessions.push_back(oneroster::academic_session_of(record));
    }
    knowledge.sessions = oneroster::grading_periods_of(sessions, knowledge.term_ids(), source);
    return;
  }
  case Lookup::categories: {
    auto& categories = knowledge.categories.emplace();
    for (const auto& record : records) {
      categories.push_back(oneroster::category_of(record));
    }
    return;
  }
  case Lookup::line_items: {
    auto& line_items = knowledge.line_items.emplace();
    for (const auto& record : records) {
      line_items.push_back(oneroster::line_item_of(record));
    }
    return;
  }
  case Lookup::results: {
    auto& results = knowledge.results.emplace();
    for (const auto& record : records) {
      const auto result = oneroster::result_of(record);
      results.push_back({result.id, result.student_id});
    }
    return;
  }
  }
}

bool shows_shut_window(const oneroster::Profile& profile, const json::object& metadata) {
  const auto& sign = profile.window;
  if (sign.metadata.empty()) {
    return false;
  }
  const json::value* shown = member(metadata, sign.metadata);
  if (shown == nullptr) {
    return false;
  }
  const std::string text =
      shown->is_bool() ? (shown->get_bool() ? "true" : "false") : text_of(shown);
  return !text.empty() && !oneroster::ascii::same_without_case(text, sign.open);
}

bool shows_shut_window(const oneroster::Profile& profile, const ClassKnowledge& knowledge) {
  if (knowledge.sis_class && shows_shut_window(profile, knowledge.sis_class->metadata)) {
    return true;
  }
  const auto none = std::vector<oneroster::SisAcademicSession>();
  return std::ranges::any_of(knowledge.sessions.value_or(none), [&](const auto& session) {
    return shows_shut_window(profile, session.metadata);
  });
}

} // namespace passback::exchange
