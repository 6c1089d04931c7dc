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

std::string to_json(const std::vector<SisResult>& graded) {
  json::array list;
  for (const auto& result : graded) {
    if (!result.active || result.id.empty()) {
      continue;
    }
    json::object object{{"id", result.id.value}, {"student", result.student_id.value}};
    put_text(object, "score", result.score ? result.score->to_string() : "");
    put_text(object, "text", result.text_score);
    put_text(object, "status", result.score_status);
    put_text(object, "comment", result.comment);
    list.push_back(std::move(object));
  }
  return json_text(json::value(std::move(list)));
}

std::string to_json(const std::vector<SisLineItem>& line_items) {
  json::array list;
  for (const auto& line_item : line_items) {
    if (!line_item.active || line_item.id.empty()) {
      continue;
    }
    json::object object{{"id", line_item.id.value}};
    put_text(object, "title", line_item.title);
    put_text(object, "due", line_item.due_date);
    put_text(object, "points", line_item.maximum ? line_item.maximum->to_string() : "");
    put_text(object, "category", line_item.category_id.value);
    list.push_back(std::move(object));
  }
  return json_text(json::value(std::move(list)));
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

Result<std::vector<SisResult>> graded_results_from_json(std::string_view text) {
  return list_of<SisResult>(text, [](const json::object& object) {
    SisResult result;
    result.id = SourcedId(text_of(member(object, "id")));
    result.student_id = SourcedId(text_of(member(object, "student")));
    result.text_score = text_of(member(object, "text"));
    result.score_status = text_of(member(object, "status"));
    result.comment = text_of(member(object, "comment"));
    if (const auto score = gradebook::Decimal::parse(text_of(member(object, "score")))) {
      result.score = *score;
    }
    return result;
  });
}

Result<std::vector<SisLineItem>> line_items_from_json(std::string_view text) {
  return list_of<SisLineItem>(text, [](const json::object& object) {
    SisLineItem line_item;
    line_item.id = SourcedId(text_of(member(object, "id")));
    line_item.title = text_of(member(object, "title"));
    line_item.due_date = text_of(member(object, "due"));
    line_item.category_id = SourcedId(text_of(member(object, "category")));
    if (const auto points = gradebook::Decimal::parse(text_of(member(object, "points")))) {
      line_item.maximum = *points;
    }
    return line_item;
  });
}

} // namespace passback::oneroster
