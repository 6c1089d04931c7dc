#include "plugin/exchange/conversation/conversation_kinds.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/category_reading.hpp"
#include "plugin/exchange/conversation/column_reading.hpp"
#include "plugin/exchange/conversation/connection_test.hpp"
#include "plugin/exchange/conversation/readiness_check.hpp"
#include "plugin/exchange/conversation/test_grade.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::exchange {
namespace {

namespace json = boost::json;
using oneroster::member;
using oneroster::text_of;
using Made = Result<std::unique_ptr<Conversation>>;

Made make_test_grade(Partner partner, const json::object& input) {
  TestGradeInput with;
  with.class_id = gradebook::SourcedId(text_of(member(input, "class_id")));
  with.student_id = gradebook::SourcedId(text_of(member(input, "student_id")));
  with.category_id = gradebook::SourcedId(text_of(member(input, "category_id")));
  with.seed = text_of(member(input, "seed"));
  with.today = text_of(member(input, "today"));
  const auto* now = member(input, "now_unix_ms");
  with.now_unix_ms = now != nullptr && now->is_int64() ? now->get_int64() : 0;
  if (with.class_id.empty() || with.student_id.empty() || with.seed.empty() || with.today.empty()) {
    return Error{Code::document, "a test grade needs a class and a student"};
  }
  return Made(std::make_unique<TestGrade>(std::move(partner), std::move(with)));
}

Made read_categories(Partner partner, const json::object& input) {
  std::vector<gradebook::SourcedId> classes;
  if (const auto* list = member(input, "class_ids"); list != nullptr && list->is_array()) {
    for (const auto& one : list->get_array()) {
      classes.emplace_back(text_of(&one));
    }
  } else {
    classes.emplace_back(text_of(member(input, "class_id")));
  }
  if (classes.empty() || std::ranges::any_of(classes, &gradebook::SourcedId::empty)) {
    return Error{Code::document, "a look at categories needs a class"};
  }
  const auto* periods = member(input, "periods");
  const bool with_periods = periods != nullptr && periods->is_bool() && periods->get_bool();
  return Made(
      std::make_unique<CategoryReading>(std::move(partner), std::move(classes), with_periods));
}

Made read_columns(Partner partner, const json::object& input) {
  gradebook::SourcedId class_id(text_of(member(input, "class_id")));
  std::vector<gradebook::SourcedId> columns;
  if (const auto* list = member(input, "line_items"); list != nullptr && list->is_array()) {
    for (const auto& one : list->get_array()) {
      columns.emplace_back(text_of(&one));
    }
  }
  if (class_id.empty() || columns.empty() ||
      std::ranges::any_of(columns, &gradebook::SourcedId::empty)) {
    return Error{Code::document, "a look at columns needs a class and its line items"};
  }
  return Made(
      std::make_unique<ColumnReading>(std::move(partner), std::move(class_id), std::move(columns)));
}

Made readiness(Partner partner, const json::object& input) {
  std::vector<ReadinessSample> samples;
  std::vector<std::string> classes;
  if (const auto* list = member(input, "samples"); list != nullptr && list->is_array()) {
    for (const auto& one : list->get_array()) {
      if (const auto* object = one.if_object()) {
        samples.push_back({text_of(member(*object, "kind")), text_of(member(*object, "sis_id"))});
      }
    }
  }
  if (const auto* list = member(input, "classes"); list != nullptr && list->is_array()) {
    for (const auto& one : list->get_array()) {
      classes.push_back(text_of(&one));
    }
  }
  return Made(
      std::make_unique<ReadinessCheck>(std::move(partner), std::move(samples), std::move(classes)));
}

} // namespace

Made make_conversation(std::string_view kind, Partner partner, std::string_view input) {
  const auto value = oneroster::read_json(input);
  const auto* object = value ? value->if_object() : nullptr;
  if (object == nullptr) {
    return Error{Code::document, "the input of a job is no JSON object"};
  }
  if (kind == kTestConnection) {
    return Made(std::make_unique<ConnectionTest>(std::move(partner)));
  }
  if (kind == kTestGrade) {
    return make_test_grade(std::move(partner), *object);
  }
  if (kind == kReadCategories) {
    return read_categories(std::move(partner), *object);
  }
  if (kind == kReadColumns) {
    return read_columns(std::move(partner), *object);
  }
  if (kind == kReadiness) {
    return readiness(std::move(partner), *object);
  }
  return Error{Code::unsupported, "There is no job " + std::string(kind) + "."};
}

} // namespace passback::exchange
