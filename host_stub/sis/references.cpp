#include "host_stub/sis/references.hpp"

#include "host_stub/sis/business_rules.hpp"
#include "host_stub/sis/score_rules.hpp"

namespace host_stub::sis {

namespace {

bool is_locked(const Context& context, const RecordFlags::Key& key) {
  return context.record_flags.locked.contains(key);
}

/// "; there are Homework, Tests", where the system says so.
std::string known_categories(const Context& context, Kind kind) {
  std::string out;
  if (kind == Kind::category && context.config.category_error_lists) {
    context.store.each(kind, [&out](const Record& category) {
      out +=
          (out.empty() ? "; there are " : ", ") + std::string(text_member(category.value, "title"));
    });
  }
  return out;
}

std::optional<Failure> check_targets(const Context& context, Kind kind,
                                     const json::object& object) {
  for (const auto& field : fields_of(kind, context.version)) {
    if (field.form != Form::ref || !object.contains(field.name)) {
      continue;
    }
    const auto id = ref_member(object, field.name);
    const auto* target = context.store.find(field.target, id);
    if (target == nullptr || !target->is_live()) {
      const int status = context.config.missing_parent_status;
      return Failure{status, status == 404 ? Minor::unknownobject : Minor::invaliddata,
                     std::string(singular(kind)) + "." + std::string(field.name) +
                         ": there is no " + std::string(singular(field.target)) +
                         " with this sourcedId" + known_categories(context, field.target)};
    }
  }
  return std::nullopt;
}

std::optional<Failure> check_bounds(const Context& context, Kind kind, const json::object& object) {
  const auto* least = object.if_contains("resultValueMin");
  const auto* most = object.if_contains("resultValueMax");
  if (least != nullptr && most != nullptr && least->is_number() && most->is_number() &&
      least->to_number<double>() > most->to_number<double>()) {
    return broken_rule(context, std::string(singular(kind)) +
                                    ".resultValueMin: is greater than resultValueMax");
  }
  return std::nullopt;
}

std::optional<Failure> check_line_item_references(const Context& context, json::object& object) {
  const auto* owner = context.store.find(Kind::class_, ref_member(object, "class"));
  if (owner == nullptr) {
    return std::nullopt; // a merging PUT on an item whose class has gone
  }
  const auto class_school = ref_member(owner->value, "school");
  if (const auto school = ref_member(object, "school"); school.empty()) {
    if (!class_school.empty()) {
      object["school"] = owner->value.at("school");
    }
  } else if (context.is_strict() && !class_school.empty() && school != class_school) {
    return broken_rule(context, "lineItem.school: is not the school of the class");
  }
  const auto* period =
      context.store.find(Kind::academic_session, ref_member(object, "gradingPeriod"));
  if (context.is_strict() && period != nullptr &&
      text_member(period->value, "type") != "gradingPeriod") {
    return broken_rule(context, "lineItem.gradingPeriod: is an academic session of another type");
  }
  if (const auto* category = context.store.find(Kind::category, ref_member(object, "category"))) {
    const auto* metadata = category->value.if_contains("metadata");
    const auto only = metadata == nullptr ? std::string_view()
                                          : text_member(metadata->get_object(), "classSourcedId");
    if (!only.empty() && only != owner->id) {
      return broken_rule(context, "lineItem.category: belongs to another class");
    }
  }
  return check_bounds(context, Kind::line_item, object);
}

std::optional<Failure> check_result_references(const Context& context, json::object& object) {
  const auto student = ref_member(object, "student");
  const auto item_id = ref_member(object, "lineItem");
  const auto* item = context.store.find(Kind::line_item, item_id);
  if (item == nullptr) {
    return std::nullopt;
  }
  const auto class_id = ref_member(item->value, "class");
  if (context.is_strict() && context.config.check_enrollment &&
      !context.store.enrolled(student, class_id, "student")) {
    return broken_rule(context, "result.student: is not enrolled in the class of the line item");
  }
  const auto given = ref_member(object, "class");
  if (context.is_strict() && !given.empty() && given != class_id) {
    return broken_rule(context, "result.class: is not the class of the line item");
  }
  if (context.config.second_result == SecondResult::refuse &&
      context.store.other_result(item_id, student, text_member(object, "sourcedId"))) {
    return conflict(context, "this student has a result for this line item");
  }
  if (is_locked(context, {Kind::line_item, std::string(item_id)}) ||
      is_locked(context, {Kind::result, std::string(text_member(object, "sourcedId"))})) {
    return conflict(context, "the assignment is locked");
  }
  return check_score_rules(context, item->value, object);
}

/// It stands outside the class gradebook, so only what it names itself can be held against it.
std::optional<Failure> check_assessment_result(const Context& context, json::object& object) {
  const auto* item =
      context.store.find(Kind::assessment_line_item, ref_member(object, "assessmentLineItem"));
  if (item == nullptr) {
    return std::nullopt;
  }
  const auto class_id = ref_member(item->value, "class");
  if (context.is_strict() && context.config.check_enrollment && !class_id.empty() &&
      !context.store.enrolled(ref_member(object, "student"), class_id, "student")) {
    return broken_rule(context, "assessmentResult.student: is not enrolled in the class of the "
                                "assessment line item");
  }
  return check_score_rules(context, item->value, object);
}

} // namespace

std::optional<Failure> check_fit(const Context& context, Kind kind, json::object& object) {
  if (auto failure = check_targets(context, kind, object)) {
    return failure;
  }
  if (kind == Kind::line_item) {
    if (auto failure = check_line_item_references(context, object)) {
      return failure;
    }
  }
  if (kind == Kind::result) {
    if (auto failure = check_result_references(context, object)) {
      return failure;
    }
  }
  if (kind == Kind::assessment_line_item) {
    if (auto failure = check_bounds(context, kind, object)) {
      return failure;
    }
  }
  if (kind == Kind::assessment_result) {
    if (auto failure = check_assessment_result(context, object)) {
      return failure;
    }
  }
  return check_business_rules(context, kind, object);
}

} // namespace host_stub::sis
