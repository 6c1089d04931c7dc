// The JSON bodies of the requests, derived from facts. Numbers are plain decimals, never with an
// exponent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/gradebook/facts.hpp"
#include "plugin/oneroster/endpoint.hpp"
#include "plugin/oneroster/local_day.hpp"
#include "plugin/oneroster/profile.hpp"
#include "plugin/oneroster/sis_objects.hpp"

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
  std::string id, source = {};
};

struct ResultInput {
  gradebook::SourcedId wire_id, line_item_id, class_id, student_id;
  std::string score_date; ///< YYYY-MM-DD in the SIS's time zone
  bool cleared = false;   ///< the score was taken away: the record stays, its value goes
  gradebook::ScoreFacts facts;
  /// What the SIS has, or may have: a comment or a flag that is gone since then is sent as "" or
  /// false, because an SIS that merges would keep it. None = nothing was sent yet.
  std::optional<gradebook::ScoreFacts> sent_before;
  gradebook::ActivityId activity_id = {};
  std::optional<gradebook::Decimal> points_possible = {}; ///< of the activity; none = the facts'
  std::string scale_id = {};                ///< of the activity, for the profile's scales
  gradebook::SourcedId score_scale_id = {}; ///< empty = what the profile's scales say
  std::int64_t assigned_at_unix_ms = 0;     ///< assignDate of its line item; 0 = not known
  /// From the LMS's objective to the SIS's. One that is not here goes under its own id.
  std::map<std::string, SisObjective> objectives = {};
  boost::json::object metadata_in_sis = {}; ///< of an adopted result; carried over
};

struct CategoryInput {
  gradebook::SourcedId wire_id;
  gradebook::CategoryFacts facts;
};

/// {"lineItem":{...}}. Errors name what is missing: category_missing, school_unknown,
/// grading_period_missing, points_possible_missing, due_date_missing, title_missing,
/// class_unlinked; kind_unsupported for period and final grades, which are no line items. A title
/// above the profile's limit is shortened, with a suffix of the wire id that keeps it unique.
Result<std::string> line_item_document(const Profile& profile, const Endpoint& endpoint,
                                       const LineItemInput& input, const DocumentContext& context);
/// {"result":{...}}. Without a number, OneRoster 1.1 answers score_not_number, unless the profile
/// says that its SIS takes results without a score (clearing: not_submitted). Blank is never sent
/// as 0. scoreStatus is decided in this order:
///
///   cleared                            not submitted, without score
///   exempt                             exempt; a score that is there is kept
///   dropped, if the profile says so    exempt
///   scored, in progress                partially graded: must not feed a summative grade yet
///   scored, incomplete                 by profile; fully graded, because the teacher did grade it
///   scored                             fully graded ("submitted" would mean handed in to some SISs
///                                      and final to others, so it never stands for graded work)
///   not scored, submitted              submitted
///   not scored otherwise               not submitted (missing too: OneRoster 1.2 has a flag for
///   it)
///
/// late, missing, incomplete and inProgress go in 1.2 only, and only if true or sent before; text
/// scores in 1.2 only. A score above the maximum goes as it is (extra credit).
Result<std::string> result_document(const Profile& profile, const Endpoint& endpoint,
                                    const ResultInput& input, const DocumentContext& context);
/// {"category":{...}}.
Result<std::string> category_document(const Profile& profile, const Endpoint& endpoint,
                                      const CategoryInput& input, const DocumentContext& context);

} // namespace passback::oneroster
