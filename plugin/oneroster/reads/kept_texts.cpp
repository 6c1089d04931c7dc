#include "plugin/oneroster/reads/kept_texts.hpp"

#include <utility>

#include <boost/json/array.hpp>

#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using gradebook::SourcedId;

void put_text(json::object& object, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    object[name] = json::string(value);
  }
}

template <class Item, class Write>
std::string list_text(const std::vector<Item>& items, Write write) {
  json::array list;
  for (const auto& item : items) {
    list.push_back(write(item));
  }
  return json_text(json::value(std::move(list)));
}

template <class Item, class Read>
Result<std::vector<Item>> list_of(std::string_view text, Read read) {
  PASSBACK_TRY_AS(const auto records, records_from_json(text));
  std::vector<Item> items;
  for (const auto& record : records) {
    items.push_back(read(record));
  }
  return items;
}

} // namespace

std::string to_json(const std::vector<SisAcademicSession>& sessions) {
  return list_text(sessions, [](const SisAcademicSession& session) {
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
  });
}

std::string to_json(const std::vector<SisCategory>& categories) {
  return list_text(categories, [](const SisCategory& category) {
    return json::object{{"id", category.id.value}, {"title", category.title}};
  });
}

std::string to_json(const std::vector<KnownResult>& results) {
  return list_text(results, [](const KnownResult& result) {
    return json::object{{"id", result.id.value}, {"student", result.student_id.value}};
  });
}

Result<std::vector<SisAcademicSession>> sessions_from_json(std::string_view text) {
  return list_of<SisAcademicSession>(text, academic_session_of);
}

Result<std::vector<SisCategory>> categories_from_json(std::string_view text) {
  return list_of<SisCategory>(text, [](const json::object& object) {
    SisCategory category;
    category.id = SourcedId(text_of(member(object, "id")));
    category.title = text_of(member(object, "title"));
    return category;
  });
}

Result<std::vector<KnownResult>> results_from_json(std::string_view text) {
  return list_of<KnownResult>(text, [](const json::object& object) {
    return KnownResult{SourcedId(text_of(member(object, "id"))),
                       SourcedId(text_of(member(object, "student")))};
  });
}

} // namespace passback::oneroster
