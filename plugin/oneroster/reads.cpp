#include "plugin/oneroster/reads.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/oneroster/ascii.hpp"
#include "plugin/oneroster/json_read.hpp"

namespace passback::oneroster {
namespace {

namespace json = boost::json;
using gradebook::SourcedId;

Error unreadable(std::string_view what) {
  return Error{Code::answer_unreadable, "the SIS's answer holds no " + std::string(what)};
}

/// A reference is {"sourcedId":...}; href is never followed, because some SISs write no URL there.
SourcedId reference(const json::object& object, std::string_view name) {
  const json::value* found = member(object, name);
  if (found != nullptr && found->is_array() && found->get_array().size() == 1) {
    found = &found->get_array().front();
  }
  const json::object* inner = found == nullptr ? nullptr : found->if_object();
  return SourcedId(inner == nullptr ? std::string() : text_of(member(*inner, "sourcedId")));
}

bool is_active(const json::object& object) {
  const std::string status = text_of(member(object, "status"));
  return !ascii::same_without_case(status, "tobedeleted") &&
         !ascii::same_without_case(status, "inactive");
}

} // namespace

Result<SisClass> read_class(const HttpAnswer& answer) {
  const auto body = read_json(answer.body);
  const json::object* object = body ? inside_envelope(*body, "class") : nullptr;
  if (object == nullptr) {
    return unreadable("class");
  }
  SisClass sis_class;
  sis_class.id = SourcedId(text_of(member(*object, "sourcedId")));
  sis_class.school_id = reference(*object, "school");
  const json::value* terms = member(*object, "terms");
  if (terms != nullptr && terms->is_array()) {
    for (const json::value& term : terms->get_array()) {
      const json::object* inner = term.if_object();
      if (std::string id = inner == nullptr ? "" : text_of(member(*inner, "sourcedId"));
          !id.empty()) {
        sis_class.term_ids.emplace_back(std::move(id));
      }
    }
  }
  if (sis_class.id.empty()) {
    return unreadable("class with a sourcedId");
  }
  return sis_class;
}

std::string to_json(const SisClass& sis_class) {
  json::array terms;
  for (const SourcedId& term : sis_class.term_ids) {
    terms.emplace_back(json::string_view(term.value));
  }
  json::object object;
  object["id"] = sis_class.id.value;
  object["school_id"] = sis_class.school_id.value;
  object["term_ids"] = std::move(terms);
  return json::serialize(object);
}

Result<SisClass> sis_class_from_json(std::string_view text) {
  const auto value = read_json(text);
  const json::object* object = value ? value->if_object() : nullptr;
  if (object == nullptr) {
    return Error{Code::corrupt, "a stored class is not a JSON object"};
  }
  SisClass sis_class;
  sis_class.id = SourcedId(text_of(member(*object, "id")));
  sis_class.school_id = SourcedId(text_of(member(*object, "school_id")));
  const json::value* terms = member(*object, "term_ids");
  if (sis_class.id.empty() || (terms != nullptr && !terms->is_array())) {
    return Error{Code::corrupt, "a stored class is damaged"};
  }
  if (terms != nullptr) {
    for (const json::value& term : terms->get_array()) {
      sis_class.term_ids.emplace_back(text_of(&term));
    }
  }
  return sis_class;
}

Result<std::vector<SisCategory>> read_categories(const HttpAnswer& answer) {
  const auto body = read_json(answer.body);
  const json::object* outer = body ? body->if_object() : nullptr;
  const json::value* list = outer == nullptr ? nullptr : member(*outer, "categories");
  if (outer != nullptr && list == nullptr) {
    list = member(*outer, "category");
  }
  const json::array* bare = body ? body->if_array() : nullptr;
  if (list == nullptr && bare == nullptr) {
    return unreadable("categories");
  }
  json::array single;
  if (list != nullptr && list->is_object()) {
    single.push_back(*list);
  }
  const json::array* entries = bare != nullptr ? bare : list->if_array();
  std::vector<SisCategory> categories;
  for (const json::value& entry : entries != nullptr ? *entries : single) {
    const json::object* object = entry.if_object();
    if (object == nullptr || !is_active(*object)) {
      continue;
    }
    SisCategory category{SourcedId(text_of(member(*object, "sourcedId"))),
                         text_of(member(*object, "title"))};
    if (!category.id.empty()) {
      categories.push_back(std::move(category));
    }
  }
  return categories;
}

Result<SisLineItem> read_line_item(const HttpAnswer& answer) {
  const auto body = read_json(answer.body);
  const json::object* object = body ? inside_envelope(*body, "lineItem") : nullptr;
  if (object == nullptr) {
    return unreadable("line item");
  }
  SisLineItem item;
  item.id = SourcedId(text_of(member(*object, "sourcedId")));
  item.category_id = reference(*object, "category");
  item.school_id = reference(*object, "school");
  item.grading_period_id = reference(*object, "gradingPeriod");
  if (item.grading_period_id.empty()) {
    item.grading_period_id = reference(*object, "academicSession");
  }
  item.active = is_active(*object);
  if (item.id.empty()) {
    return unreadable("line item with a sourcedId");
  }
  return item;
}

} // namespace passback::oneroster
