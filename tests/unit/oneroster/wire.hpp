// Documents of both versions, with the specification's own needs, for the tests of what a profile
// changes about them.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {

using gradebook::Decimal;
using gradebook::SourcedId;

inline constexpr std::int64_t kNow = 1'335'205'543'511;      // 2012-04-23T18:25:43.511Z
inline constexpr std::int64_t kAssigned = 1'335'000'000'000; // 2012-04-21T09:20:00.000Z
inline constexpr std::int64_t kDue = 1'336'000'000'000;      // 2012-05-02T23:06:40.000Z

inline Decimal decimal(std::string_view text) {
  return Decimal::parse(text).value();
}

/// A connection of one version with the specification's own needs.
struct Wire {
  Profile profile;
  Endpoint endpoint;
  DocumentContext context{kNow};

  explicit Wire(OneRosterVersion version) {
    profile.oneroster = endpoint.version = version;
    profile.category = Need::required;
    const bool is_1p2 = version == OneRosterVersion::v1p2;
    profile.school = is_1p2 ? Need::required : Need::never;
    profile.points_possible = is_1p2 ? Need::when_known : Need::required;
    profile.clearing = is_1p2 ? Clearing::not_submitted : Clearing::remove;
    profile.text_scores = is_1p2 ? TextScores::text_score : TextScores::refuse;
    profile.objectives = is_1p2 ? Objectives::result_sets : Objectives::leave_out;
    endpoint.rostering_base = is_1p2 ? "https://s.example/r" : "https://s.example/or";
    endpoint.gradebook_base = is_1p2 ? "https://s.example/g" : "https://s.example/or";
  }
  /// The document, or the id of the code that stands in its way.
  std::string line_item(const LineItemInput& input) const {
    const auto text = line_item_document(profile, endpoint, input, context);
    return text ? *text : std::string(info(text.error().code).id);
  }
  std::string result(const ResultInput& input) const {
    const auto text = result_document(profile, endpoint, input, context);
    return text ? *text : std::string(info(text.error().code).id);
  }
};

inline const Wire kOne(OneRosterVersion::v1p1);
inline const Wire kTwo(OneRosterVersion::v1p2);

inline LineItemInput essay() {
  LineItemInput input;
  input.wire_id = SourcedId("l-1");
  input.class_id = SourcedId("k-1");
  input.school_id = SourcedId("o-1");
  input.category_id = SourcedId("c-1");
  input.grading_period_id = SourcedId("gp-1");
  input.facts.title = "Essay \"One\"";
  input.facts.description = "Two pages";
  input.facts.points_possible = decimal("12.5");
  input.facts.assigned_at_unix_ms = kAssigned;
  input.facts.due_at_unix_ms = kDue;
  return input;
}

inline ResultInput graded(std::string_view points) {
  ResultInput input;
  input.wire_id = SourcedId("r-1");
  input.line_item_id = SourcedId("l/1");
  input.class_id = SourcedId("k-1");
  input.student_id = SourcedId("s-1");
  input.score_date = "2012-04-23";
  if (!points.empty()) {
    input.facts.points = decimal(points);
  }
  return input;
}

/// A member of the one record of a document: a text as it is, everything else as JSON; "" if it is
/// absent. What is no document stays as it is, so that a failure shows the code.
inline std::string member_of(const std::string& document, std::string_view name) {
  const auto value = read_json(document);
  if (!value || !value->is_object() || value->get_object().empty()) {
    return document;
  }
  const auto* record = value->get_object().begin()->value().if_object();
  const auto* found = record == nullptr ? nullptr : record->if_contains(name);
  if (found == nullptr) {
    return "";
  }
  return found->is_string() ? std::string(found->get_string()) : json_text(*found);
}

} // namespace passback::oneroster
