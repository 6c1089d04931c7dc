// The JSON bodies of the requests, derived from facts. Numbers are plain decimals, never with an
// exponent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/values/local_day.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"

namespace passback::oneroster {

/// What a document needs beside facts, profile and addresses; time and time zone come in as values.
struct DocumentContext {
  std::int64_t now_unix_ms = 0; ///< dateLastModified
  /// The record is taken back where the profile says so by PUT: status tobedeleted. A result then
  /// needs no score.
  bool withdrawn = false;
  LocalDay local_day = {}; ///< in the SIS's time zone; empty = UTC
};

struct LineItemInput {
  gradebook::SourcedId wire_id, class_id;
  gradebook::SourcedId school_id, category_id, grading_period_id; ///< empty = not known
  gradebook::ActivityFacts facts;
  /// When the record was made here: stands in for a missing date, so that a repeated request says
  /// the same. 0 = the context's now.
  std::int64_t since_unix_ms = 0;
  gradebook::ActivityId activity_id = {};
  gradebook::SourcedId score_scale_id = {}; ///< empty = what the profile's scales say
  /// Days of the SIS, YYYY-MM-DD; empty = not known: the grading period that is sent, the class.
  std::string period_start = {}, period_end = {}, class_end = {};
  bool beside_period = false; ///< its due date lies outside of it, and a person wanted it there
  /// What the SIS has now; none before the first send. Fields that the SIS owns, and metadata that
  /// is not ours, are carried over from it.
  std::optional<SisLineItem> in_sis = {};
  std::vector<std::string> taken_titles = {};  ///< of the other line items of the class
  std::vector<std::string> objective_ids = {}; ///< the SIS's, of the profile's objective_source
  /// An administrator allows period and final grades to go as line items like any other.
  bool final_as_assignment = false;
};

/// An objective as the SIS knows it; an empty source = the profile's objective_source.
struct SisObjective {
  std::string id = {}, source = {};
};

struct ResultInput {
  gradebook::SourcedId wire_id, line_item_id, class_id, student_id;
  std::string score_date; ///< YYYY-MM-DD in the SIS's time zone
  bool cleared = false;   ///< the score was taken away: the record stays, its value goes
  gradebook::ScoreFacts facts;
  /// What the SIS has, or may have: a flag that is gone since then is sent as false. A comment that
  /// is gone is left out, or sent as "" to an SIS that merges (profile: comment_removed). None =
  /// nothing was sent yet.
  std::optional<gradebook::ScoreFacts> sent_before;
  gradebook::ActivityId activity_id = {};
  std::optional<gradebook::Decimal> points_possible = {}; ///< of the activity; none = the facts'
  std::string scale_id = {};                ///< of the activity, for the profile's scales
  gradebook::SourcedId score_scale_id = {}; ///< empty = what the profile's scales say
  std::int64_t assigned_at_unix_ms = 0;     ///< assignDate of its line item; 0 = not known
  /// From the LMS's objective to the SIS's. One that is not here goes under its own id; one with an
  /// empty id does not go.
  std::map<std::string, SisObjective> objectives = {};
  boost::json::object metadata_in_sis = {}; ///< of an adopted result; carried over
};

struct CategoryInput {
  gradebook::SourcedId wire_id;
  gradebook::CategoryFacts facts;
};

/// {"lineItem":{...}}, or {"assessmentLineItem":{...}} where the profile's gradebook is the
/// assessment routes: that one has no dates, category, school and period.
///
/// Errors name what is missing: category_missing, school_unknown, grading_period_missing,
/// points_possible_missing, due_date_missing, title_missing, class_unlinked, score_scale_missing;
/// or what this SIS refuses: due_date_outside_period, points_possible_zero, title_taken; and
/// kind_unsupported for period and final grades, unless they may go as line items.
///
/// What is changed rather than refused: a title above the profile's limit, or one that is taken, is
/// cut and gets a suffix that never changes; an assigned date behind the due date becomes the due
/// date (some SISs refuse it, and none needs it); dates are moved into the period if the profile
/// says so.
Result<std::string> line_item_document(const Profile& profile, const Endpoint& endpoint,
                                       const LineItemInput& input, const DocumentContext& context);

/// {"result":{...}} or {"assessmentResult":{...}}. Blank is never sent as 0. scoreStatus says, by
/// the profile's table, the first of these that holds:
///
///   cleared                            cleared (not submitted), without score
///   exempt                             exempt; a score that is there is kept, or not, by profile
///   dropped, if the profile says so    exempt
///   scored, in progress                partial: must not feed a summative grade yet
///   scored, incomplete                 by profile; graded, because the teacher did grade it
///   scored                             graded ("submitted" would mean handed in to some SISs and
///                                      final to others, so it never stands for graded work)
///   not scored, submitted              handed_in
///   not scored, missing                missing, if the profile has a word for it
///   not scored otherwise               blank (not submitted)
///
/// The number is worked out exactly and rounded once (score_value.hpp). A score that is only a text
/// goes as the profile says. Without any number OneRoster 1.1 answers score_not_number (of a mark
/// in place of a score mark_by_hand), unless the profile says that its SIS takes results without a
/// score (clearing: not_submitted).
///
/// late, missing, incomplete and inProgress, text scores, score scales and learning objectives go
/// in 1.2 only. Further errors: student_unlinked, scale_missing, scale_mismatch,
/// score_over_maximum, score_below_zero, points_possible_missing, points_possible_zero,
/// score_scale_missing.
Result<std::string> result_document(const Profile& profile, const Endpoint& endpoint,
                                    const ResultInput& input, const DocumentContext& context);

/// {"category":{...}}.
Result<std::string> category_document(const Profile& profile, const Endpoint& endpoint,
                                      const CategoryInput& input, const DocumentContext& context);

/// The dates of a line item as they are sent, so that its results can keep to them and people can
/// be told.
struct LineItemDates {
  std::int64_t assigned_at_unix_ms = 0, due_at_unix_ms = 0;
  bool due_was_missing = false;    ///< a fallback stands in
  bool assigned_after_due = false; ///< moved to the due date
  bool moved_into_period = false;  ///< one of them was
};
/// due_date_missing or due_date_outside_period.
Result<LineItemDates> line_item_dates(const Profile& profile, const LineItemInput& input,
                                      const DocumentContext& context);

/// The title as it is sent. title_missing or title_taken.
Result<std::string> line_item_title(const Profile& profile, const LineItemInput& input);

} // namespace passback::oneroster
