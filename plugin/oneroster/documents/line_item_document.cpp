#include "plugin/oneroster/documents/document_parts.hpp"
#include "plugin/oneroster/documents/line_item_lacks.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/values/metadata_template.hpp"
#include "plugin/oneroster/values/one_line.hpp"
#include "plugin/oneroster/values/scales.hpp"
#include "plugin/platform/try.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::SourcedId;

/// One line item on its way into a document.
struct LineItemCase {
  const Profile& profile;
  const Endpoint& endpoint;
  const LineItemInput& input;
  const DocumentContext& context;
  std::vector<Code>& lacks; ///< why there is no such document, in the order in which it is said

  bool is_1p2() const { return endpoint.version == OneRosterVersion::v1p2; }
  bool in_assessments() const { return profile.gradebook == Gradebook::assessment; }

  /// Whose id counts. What the SIS does not show it does not own: ours then stays.
  SourcedId owned(Owner owner, const SourcedId& ours, SourcedId SisLineItem::*theirs) const {
    const SourcedId in_sis = input.in_sis ? (*input.in_sis).*theirs : SourcedId();
    const bool keep = !in_sis.empty() && (owner == Owner::sis || ours.empty());
    return keep ? in_sis : ours;
  }
  void lacks_if(bool lacking, Code code) const {
    if (lacking) {
      lacks.push_back(code);
    }
  }
};

// Of no points possible nothing can be missed: where an SIS has a form for what only adds, it is
// that.
bool goes_as_extra_credit(const LineItemCase& at) {
  const auto& possible = at.input.facts.points_possible;
  return at.profile.extra_credit == ExtraCredit::no_points_possible &&
         (at.input.facts.extra_credit || (possible && possible->is_zero()));
}

void check(const LineItemCase& at) {
  at.lacks_if(at.input.facts.kind != gradebook::ActivityKind::assignment &&
                  !at.input.final_as_assignment,
              Code::kind_unsupported);
  at.lacks_if(at.input.class_id.empty() && !at.in_assessments(), Code::class_unlinked);
  const auto& possible = at.input.facts.points_possible;
  at.lacks_if(at.profile.points_possible == Need::required && !possible,
              Code::points_possible_missing);
  at.lacks_if(at.profile.zero_possible == ZeroPossible::refuse && possible && possible->is_zero() &&
                  !goes_as_extra_credit(at),
              Code::points_possible_zero);
}

void add_description(const LineItemCase& at, JsonObject& item) {
  if (at.profile.description == Need::never) {
    return;
  }
  const std::string* in_sis = at.input.in_sis ? &at.input.in_sis->description : nullptr;
  if (at.profile.owner.description == Owner::sis && in_sis != nullptr) {
    if (!in_sis->empty()) {
      item.text("description", *in_sis);
    }
    return;
  }
  // One that is gone is left out, and gone with it; an SIS that merges would keep it.
  const bool told_gone =
      at.profile.comment_removed == CommentRemoved::empty && in_sis != nullptr && !in_sis->empty();
  if (!at.input.facts.description.empty() || told_gone) {
    item.text("description", at.input.facts.description);
  }
}

std::string date_text(const LineItemCase& at, std::int64_t moment) {
  return at.profile.due_date_form == DueDateForm::instant
             ? utc_date_time(moment)
             : day_of(at.context.local_day, moment) + "T00:00:00.000Z";
}

void add_dates(const LineItemCase& at, JsonObject& item) {
  const auto& in_sis = at.input.in_sis;
  if (at.profile.owner.dates == Owner::sis && in_sis && !in_sis->due_date.empty()) {
    item.text("assignDate", in_sis->assign_date.empty() ? in_sis->due_date : in_sis->assign_date)
        .text("dueDate", in_sis->due_date);
    return;
  }
  const auto dates = line_item_dates(at.profile, at.input, at.context);
  if (!dates) {
    at.lacks.push_back(dates.error().code);
    return;
  }
  item.text("assignDate", date_text(at, dates->assigned_at_unix_ms))
      .text("dueDate", date_text(at, dates->due_at_unix_ms));
}

void add_references(const LineItemCase& at, JsonObject& item) {
  const Profile& profile = at.profile;
  const auto& owner = profile.owner;
  const std::string& rostering = at.endpoint.rostering_base;
  item.object("class", reference(profile, rostering, "classes", "class", at.input.class_id));
  const SourcedId category =
      at.owned(owner.category, at.input.category_id, &SisLineItem::category_id);
  at.lacks_if(!add_reference(item, "category", profile.category, category,
                             reference(profile, at.endpoint.gradebook_base, "categories",
                                       "category", category)),
              Code::category_missing);
  const SourcedId school = at.owned(owner.school, at.input.school_id, &SisLineItem::school_id);
  at.lacks_if(!add_reference(item, "school", profile.school, school,
                             reference(profile, rostering, "orgs", "org", school)),
              Code::school_unknown);
  const SourcedId period =
      at.owned(owner.grading_period, at.input.grading_period_id, &SisLineItem::grading_period_id);
  at.lacks_if(
      !add_reference(item, "gradingPeriod", profile.grading_period, period,
                     reference(profile, rostering, "academicSessions", "academicSession", period)),
      Code::grading_period_missing);
  if (at.input.in_sis && at.is_1p2() && !at.input.in_sis->academic_session_id.empty()) {
    const SourcedId& session = at.input.in_sis->academic_session_id;
    item.object("academicSession",
                reference(profile, rostering, "academicSessions", "academicSession", session));
  }
}

void add_score_scale(const LineItemCase& at, JsonObject& item) {
  const Scale* scale = scale_for(at.profile, at.input.facts.scale_id);
  SourcedId id = at.input.score_scale_id;
  if (id.empty() && scale != nullptr) {
    id = scale->sourced_id;
  }
  if (id.empty() && at.input.in_sis) {
    id = at.input.in_sis->score_scale_id;
  }
  const bool added = !at.is_1p2() || add_reference(item, "scoreScale", at.profile.score_scale, id,
                                                   reference(at.profile, at.endpoint.gradebook_base,
                                                             "scoreScales", "scoreScale", id));
  at.lacks_if(!added, Code::score_scale_missing);
}

void add_bounds(const LineItemCase& at, JsonObject& item) {
  if (at.profile.points_possible == Need::never) {
    return;
  }
  const auto& in_sis = at.input.in_sis;
  if (at.profile.owner.points_possible == Owner::sis && in_sis && in_sis->maximum) {
    item.number("resultValueMin", in_sis->minimum.value_or(Decimal()))
        .number("resultValueMax", *in_sis->maximum);
    return;
  }
  std::optional<Decimal> most = at.input.facts.points_possible;
  if (goes_as_extra_credit(at)) {
    // Where bounds are required, an activity that only adds has 0 points possible.
    most = at.profile.points_possible == Need::required ? std::optional(Decimal()) : std::nullopt;
  } else if (most && at.profile.score_form == ScoreForm::percent) {
    most = Decimal::from_integer(100);
  }
  if (most) {
    item.number("resultValueMin", Decimal()).number("resultValueMax", *most);
  }
}

void add_objectives(const LineItemCase& at, JsonObject& item) {
  if (!at.is_1p2() || at.profile.objectives != Objectives::result_sets) {
    return;
  }
  if (at.input.objective_ids.empty()) {
    // Standards that a teacher aligned in the SIS.
    if (at.input.in_sis && !at.input.in_sis->objective_sets.empty()) {
      item.raw("learningObjectiveSet", json_text(at.input.in_sis->objective_sets));
    }
    return;
  }
  std::string ids;
  for (const std::string& id : at.input.objective_ids) {
    ids += (ids.empty() ? "" : ",") + json_string(id);
  }
  JsonObject set;
  set.text("source", at.profile.objective_source).raw("learningObjectiveIds", "[" + ids + "]");
  item.raw("learningObjectiveSet", "[" + set.str() + "]");
}

void add_metadata(const LineItemCase& at, JsonObject& item) {
  TemplateValues values;
  if (at.input.facts.points_possible) {
    values["possible"] = at.input.facts.points_possible->to_string();
  }
  if (!at.input.activity_id.empty()) {
    values["activity_id"] = at.input.activity_id.value;
  }
  if (!at.input.class_id.empty()) {
    values["class_id"] = at.input.class_id.value;
  }
  std::map<std::string, std::string> ours;
  for (const auto& [name, text] : at.profile.line_item_metadata) {
    if (auto value = filled(text, values)) {
      ours.emplace(name, std::move(*value));
    }
  }
  static const boost::json::object kNothing;
  const auto& in_sis = at.input.in_sis ? at.input.in_sis->metadata : kNothing;
  const std::string& marker = at.profile.writes.marker;
  if (!marker.empty() && !in_sis.contains(marker)) {
    ours.insert_or_assign(marker, at.input.wire_id.value);
  }
  const JsonObject metadata =
      merged_metadata(ours, in_sis, at.profile.owner.metadata == Owner::lms);
  if (!metadata.empty()) {
    item.raw("metadata", metadata.str());
  }
}

JsonObject assessment_object(const LineItemCase& at, JsonObject item) {
  add_description(at, item);
  if (!at.input.class_id.empty()) {
    item.object("class", reference(at.profile, at.endpoint.rostering_base, "classes", "class",
                                   at.input.class_id));
  }
  if (at.input.in_sis && !at.input.in_sis->parent_id.empty()) {
    item.object("parentAssessmentLineItem",
                reference(at.profile, at.endpoint.gradebook_base, "assessmentLineItems",
                          "assessmentLineItem", at.input.in_sis->parent_id));
  }
  add_score_scale(at, item);
  add_bounds(at, item);
  add_objectives(at, item);
  add_metadata(at, item);
  return item;
}

// Only to be used if nothing is lacking.
JsonObject made_of(const LineItemCase& at) {
  check(at);
  const auto title = line_item_title(at.profile, at.input);
  if (!title) {
    at.lacks.push_back(title.error().code);
  }
  JsonObject item = base_object(at.profile, at.input.wire_id, at.context);
  item.text("title", title ? *title : std::string());
  if (at.in_assessments()) {
    return assessment_object(at, std::move(item));
  }
  add_description(at, item);
  add_dates(at, item);
  add_references(at, item);
  add_score_scale(at, item);
  add_bounds(at, item);
  add_objectives(at, item);
  add_metadata(at, item);
  return item;
}

} // namespace

std::vector<Code> line_item_lacks(const Profile& profile, const Endpoint& endpoint,
                                  const LineItemInput& input, const DocumentContext& context) {
  std::vector<Code> lacks;
  made_of({profile, endpoint, input, context, lacks});
  return lacks;
}

Result<JsonObject> line_item_object(const Profile& profile, const Endpoint& endpoint,
                                    const LineItemInput& input, const DocumentContext& context) {
  std::vector<Code> lacks;
  auto item = made_of({profile, endpoint, input, context, lacks});
  if (!lacks.empty()) {
    return lacks.front();
  }
  return item;
}

Result<std::string> line_item_document(const Profile& profile, const Endpoint& endpoint,
                                       const LineItemInput& input, const DocumentContext& context) {
  PASSBACK_TRY_AS(auto item, line_item_object(profile, endpoint, input, context));
  return envelope(profile.gradebook == Gradebook::assessment ? "assessmentLineItem" : "lineItem",
                  item);
}

Result<std::string> category_document(const Profile& profile, const Endpoint& endpoint,
                                      const CategoryInput& input, const DocumentContext& context) {
  const std::string title = one_line(input.facts.title);
  if (title.empty()) {
    return Code::title_missing;
  }
  JsonObject category = base_object(profile, input.wire_id, context);
  category.text("title",
                title_within(title, profile.category_title_max, input.wire_id.value.substr(0, 4)));
  if (endpoint.version == OneRosterVersion::v1p2 && input.facts.weight) {
    category.number("weight", *input.facts.weight);
  }
  return envelope("category", category);
}

} // namespace passback::oneroster
