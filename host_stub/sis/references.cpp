#include "host_stub/sis/references.hpp"

#include <cmath>

namespace host_stub::sis {

namespace {

Failure bad(std::string why) {
  return {422, Minor::invaliddata, std::move(why)};
}

bool strict(const Context& context) {
  return context.config.validation == Validation::strict;
}

bool is_deleted(const Record& record) {
  return text_member(record.value, "status") == "tobedeleted";
}

std::optional<Failure> check_targets(const Context& context, Kind kind,
                                     const json::object& object) {
  for (const auto& field : fields_of(kind, context.version)) {
    if (field.form != Form::ref || !object.contains(field.name)) {
      continue;
    }
    const auto id = ref_member(object, field.name);
    const auto* target = context.store.find(field.target, id);
    if (target == nullptr || is_deleted(*target)) {
      const int status = context.config.missing_parent_status;
      return Failure{status, status == 404 ? Minor::unknownobject : Minor::invaliddata,
                     std::string(singular(kind)) + "." + std::string(field.name) +
                         ": there is no " + std::string(singular(field.target)) +
                         " with this sourcedId"};
    }
  }
  return std::nullopt;
}

std::optional<Failure> check_line_item(const Context& context, json::object& object) {
  const auto* owner = context.store.find(Kind::class_, ref_member(object, "class"));
  if (owner == nullptr) {
    return std::nullopt; // a merging PUT on an item whose class has gone
  }
  const auto class_school = ref_member(owner->value, "school");
  if (const auto school = ref_member(object, "school"); school.empty()) {
    if (!class_school.empty()) {
      object["school"] = owner->value.at("school");
    }
  } else if (strict(context) && !class_school.empty() && school != class_school) {
    return bad("lineItem.school: is not the school of the class");
  }
  const auto* period =
      context.store.find(Kind::academic_session, ref_member(object, "gradingPeriod"));
  if (strict(context) && period != nullptr &&
      text_member(period->value, "type") != "gradingPeriod") {
    return bad("lineItem.gradingPeriod: is an academic session of another type");
  }
  if (const auto* category = context.store.find(Kind::category, ref_member(object, "category"))) {
    const auto* metadata = category->value.if_contains("metadata");
    const auto only = metadata == nullptr ? std::string_view()
                                          : text_member(metadata->get_object(), "classSourcedId");
    if (!only.empty() && only != owner->id) {
      return bad("lineItem.category: belongs to another class");
    }
  }
  const auto* least = object.if_contains("resultValueMin");
  const auto* most = object.if_contains("resultValueMax");
  if (least != nullptr && most != nullptr && least->is_number() && most->is_number() &&
      least->to_number<double>() > most->to_number<double>()) {
    return bad("lineItem.resultValueMin: is greater than resultValueMax");
  }
  return std::nullopt;
}

std::optional<Failure> check_range(const Context& context, const json::object& item,
                                   json::object& object) {
  auto* score = object.if_contains("score");
  if (score == nullptr || context.config.score_range == ScoreRange::keep) {
    return std::nullopt;
  }
  const auto bound = [&item](const char* name) {
    const auto* value = item.if_contains(name);
    return value != nullptr && value->is_number() ? std::optional(value->to_number<double>())
                                                  : std::nullopt;
  };
  const auto number = score->to_number<double>();
  const auto least = bound("resultValueMin");
  const auto most = bound("resultValueMax");
  const bool low = least && number < *least;
  if (!low && !(most && number > *most)) {
    return std::nullopt;
  }
  switch (context.config.score_range) {
  case ScoreRange::refuse:
    return bad("result.score: is outside the line item's resultValueMin and resultValueMax");
  case ScoreRange::fault:
    return Failure{500, Minor::internal_server_error, "the score could not be stored"};
  default:
    *score = low ? *least : *most;
    return std::nullopt;
  }
}

std::optional<Failure> check_result(const Context& context, json::object& object) {
  const auto student = ref_member(object, "student");
  const auto item_id = ref_member(object, "lineItem");
  const auto* item = context.store.find(Kind::line_item, item_id);
  if (item == nullptr) {
    return std::nullopt;
  }
  const auto class_id = ref_member(item->value, "class");
  if (strict(context) && context.config.check_enrollment &&
      !context.store.enrolled(student, class_id, "student")) {
    return bad("result.student: is not enrolled in the class of the line item");
  }
  const auto given = ref_member(object, "class");
  if (strict(context) && !given.empty() && given != class_id) {
    return bad("result.class: is not the class of the line item");
  }
  if (context.config.refuse_duplicate_results &&
      context.store.other_result(item_id, student, text_member(object, "sourcedId"))) {
    return Failure{409, Minor::invaliddata, "this student has a result for this line item"};
  }
  return check_range(context, item->value, object);
}

void round_score(const Context& context, json::object& object) {
  auto* score = object.if_contains("score");
  if (score != nullptr && context.config.score_decimals >= 0) {
    const double factor = std::pow(10.0, context.config.score_decimals);
    *score = std::round(score->to_number<double>() * factor) / factor;
  }
}

/// Length in characters, not bytes.
std::size_t length(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  }
  return count;
}

std::string first_characters(std::string_view utf8, std::size_t count) {
  std::size_t at = 0;
  for (; at < utf8.size(); ++at) {
    if ((static_cast<unsigned char>(utf8[at]) & 0xC0U) != 0x80U && count-- == 0) {
      break;
    }
  }
  return std::string(utf8.substr(0, at));
}

std::optional<Failure> check_title(const Context& context, Kind kind, json::object& object) {
  const auto title = text_member(object, "title");
  const auto most = context.config.title_max;
  if (most == 0 || length(title) <= most) {
    return std::nullopt;
  }
  if (context.config.title_overflow == Overflow::refuse) {
    return bad(std::string(singular(kind)) + ".title: is longer than " + std::to_string(most) +
               " characters");
  }
  object["title"] = first_characters(title, most);
  return std::nullopt;
}

} // namespace

std::optional<Failure> check_fit(const Context& context, Kind kind, json::object& object) {
  if (auto failure = check_targets(context, kind, object)) {
    return failure;
  }
  if (auto failure = check_title(context, kind, object)) {
    return failure;
  }
  if (kind == Kind::line_item) {
    return check_line_item(context, object);
  }
  if (kind == Kind::result) {
    round_score(context, object);
    return check_result(context, object);
  }
  return std::nullopt;
}

} // namespace host_stub::sis
