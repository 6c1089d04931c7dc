#include "plugin/oneroster/ascii.hpp"
#include "plugin/oneroster/date_text.hpp"
#include "plugin/oneroster/document_parts.hpp"

namespace passback::oneroster {
namespace {

/// Adds a reference as the profile wants it; false if it is required and not known.
bool add_reference(JsonObject& object, std::string_view name, Need need,
                   const gradebook::SourcedId& id, const JsonObject& value) {
  if (need == Need::never) {
    return true;
  }
  if (id.empty()) {
    return need != Need::required;
  }
  object.object(name, value);
  return true;
}

struct Dates {
  std::int64_t assigned = 0, due = 0;
};

/// 0 = it has none either.
std::int64_t stand_in(DueDateFallback fallback, const LineItemInput& input, std::int64_t since) {
  switch (fallback) {
  case DueDateFallback::assigned:
    return input.facts.assigned_at_unix_ms;
  case DueDateFallback::made:
    return std::max(input.facts.assigned_at_unix_ms, since);
  case DueDateFallback::student_dates:
  case DueDateFallback::period_end:
  case DueDateFallback::class_end:
    break;
  }
  return 0;
}

Result<Dates> dates(const Profile& profile, const LineItemInput& input,
                    const DocumentContext& context) {
  const std::int64_t since = input.since_unix_ms != 0 ? input.since_unix_ms : context.now_unix_ms;
  Dates result{input.facts.assigned_at_unix_ms, input.facts.due_at_unix_ms};
  for (auto fallback = profile.missing_due_date.begin();
       result.due == 0 && fallback != profile.missing_due_date.end(); ++fallback) {
    result.due = stand_in(*fallback, input, since);
  }
  if (result.due == 0) {
    return Code::due_date_missing;
  }
  if (result.assigned == 0) {
    // An activity that is due before it was assigned is refused by several SISs.
    result.assigned = std::min(since, result.due);
  }
  return result;
}

Code first_missing(const Profile& profile, const LineItemInput& input) {
  if (input.facts.kind != gradebook::ActivityKind::assignment) {
    return Code::kind_unsupported;
  }
  if (ascii::trimmed(input.facts.title).empty()) {
    return Code::title_missing;
  }
  if (input.class_id.empty()) {
    return Code::class_unlinked;
  }
  if (profile.points_possible == Need::required && !input.facts.points_possible) {
    return Code::points_possible_missing;
  }
  return Code::none;
}

} // namespace

Result<std::string> line_item_document(const Profile& profile, const Endpoint& endpoint,
                                       const LineItemInput& input, const DocumentContext& context) {
  if (const Code missing = first_missing(profile, input); missing != Code::none) {
    return missing;
  }
  const auto moments = dates(profile, input, context);
  if (!moments) {
    return moments.error();
  }
  JsonObject item = base_object(input.wire_id, context);
  item.text("title", title_within(input.facts.title, profile.title_max, input.wire_id));
  if (!input.facts.description.empty()) {
    item.text("description", input.facts.description);
  }
  item.text("assignDate", utc_date_time(moments->assigned))
      .text("dueDate", utc_date_time(moments->due))
      .object("class", reference(endpoint.rostering_base, "classes", "class", input.class_id));
  if (!add_reference(
          item, "category", profile.category, input.category_id,
          reference(endpoint.gradebook_base, "categories", "category", input.category_id))) {
    return Code::category_missing;
  }
  if (!add_reference(item, "school", profile.school, input.school_id,
                     reference(endpoint.rostering_base, "orgs", "org", input.school_id))) {
    return Code::school_unknown;
  }
  if (!add_reference(item, "gradingPeriod", profile.grading_period, input.grading_period_id,
                     reference(endpoint.rostering_base, "academicSessions", "academicSession",
                               input.grading_period_id))) {
    return Code::grading_period_missing;
  }
  if (profile.points_possible != Need::never && input.facts.points_possible) {
    item.number("resultValueMin", gradebook::Decimal())
        .number("resultValueMax", *input.facts.points_possible);
  }
  return envelope("lineItem", item);
}

Result<std::string> category_document(const Profile&, const Endpoint& endpoint,
                                      const CategoryInput& input, const DocumentContext& context) {
  if (ascii::trimmed(input.facts.title).empty()) {
    return Code::title_missing;
  }
  JsonObject category = base_object(input.wire_id, context);
  category.text("title", input.facts.title);
  if (endpoint.version == OneRosterVersion::v1p2 && input.facts.weight) {
    category.number("weight", *input.facts.weight);
  }
  return envelope("category", category);
}

} // namespace passback::oneroster
