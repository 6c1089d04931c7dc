#include "plugin/oneroster/reads/sis_object_reads.hpp"

#include <boost/json/array.hpp>

#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {

namespace json = boost::json;
using gradebook::SourcedId;

Result<SisClass> read_class(const HttpAnswer& answer) {
  auto record = record_in(answer, "class");
  return record ? Result<SisClass>(class_of(*record)) : Result<SisClass>(record.error());
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
  if (!sis_class.metadata.empty()) {
    object["metadata"] = sis_class.metadata;
  }
  return json_text(object);
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
  const json::value* metadata = member(*object, "metadata");
  if (metadata != nullptr && metadata->is_object()) {
    sis_class.metadata = metadata->get_object();
  }
  return sis_class;
}

Result<std::vector<SisCategory>> read_categories(const HttpAnswer& answer) {
  PASSBACK_TRY_AS(auto entries, collection_entries(answer, "categories"));
  std::vector<SisCategory> categories;
  for (const json::object& entry : entries) {
    if (SisCategory category = category_of(entry); category.active && !category.id.empty()) {
      categories.push_back(std::move(category));
    }
  }
  return categories;
}

Result<SisLineItem> read_line_item(const HttpAnswer& answer) {
  auto record = record_in(answer, "lineItem");
  return record ? Result<SisLineItem>(line_item_of(*record)) : Result<SisLineItem>(record.error());
}

} // namespace passback::oneroster
