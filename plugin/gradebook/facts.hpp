// What the host said, in our own words. Facts are what the outbox keeps; documents for the SIS are
// derived from them each time a request is planned.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/gradebook/ids.hpp"
#include "plugin/platform/result.hpp"

namespace passback::gradebook {

/// The separate facts about a cell; blank is not zero, and none of these stands for another.
struct ScoreFlags {
  bool released = false, draft = false, overridden = false, dropped = false, exempt = false;
  bool missing = false, late = false, incomplete = false, submitted = false, in_progress = false;
  bool operator==(const ScoreFlags&) const = default;
};

struct ObjectiveScore {
  std::string objective_id;
  std::optional<Decimal> points, possible, weight;
  bool operator==(const ObjectiveScore&) const = default;
};

/// Why a cell or an activity is gone from the LMS, by the numbers of LMS_REASON_. Only `teacher`
/// says that a person took out this one thing on purpose.
enum class WithdrawalReason {
  unknown = 0,
  teacher = 1,
  unenrolled = 2,
  deleted = 3,
  reset = 4,
  restored = 5,
};

/// One cell. No points, no text_score and no objective with points = unscored (a cleared score, if
/// it was scored before).
struct ScoreFacts {
  /// Of an event: what the host says of the enrolment. Of a version that left: whom it left for.
  SourcedId student_sis_id;
  std::optional<Decimal> points, possible;
  std::string text_score;
  std::string comment;
  std::int64_t scored_at_unix_ms = 0; ///< 0 = not given
  ScoreFlags flags;
  std::vector<ObjectiveScore> objectives;
  /// Not the host's word: the points possible that a score by objectives is counted of
  /// (weighted_score.hpp). Kept with the facts, so that another number is another score.
  std::optional<Decimal> counted_of;
  WithdrawalReason withdrawn_because = WithdrawalReason::unknown; ///< of a cell that is gone
  /// Not the host's word: no event told of it, it was read from the host's gradebook.
  bool only_read = false;
  bool imported = false; ///< an import or a copy of a class brought it
  /// Not the host's word: it was told of while its class was in trial (decision/in_trial.hpp).
  bool in_trial = false;
  /// Not the host's word: the LMS was put back from a backup, and this is older than what the SIS
  /// had then (decision/older_than_sis.hpp).
  bool put_back = false;
  bool sis_keeps_newer = false; ///< a person said so of what was put back
  /// Not the host's word: a person took it back out of the SIS, while the LMS still has it
  /// (decision/taken_back.hpp).
  bool taken_back = false;

  /// Graded by learning objectives only: their weighted sum is the score.
  bool by_objectives() const {
    return !points && text_score.empty() &&
           std::ranges::any_of(objectives, [](const auto& one) { return one.points.has_value(); });
  }
  bool scored() const { return points.has_value() || !text_score.empty() || by_objectives(); }
  bool operator==(const ScoreFacts&) const = default;
};

enum class ActivityKind { assignment = 1, period_grade = 2, final_grade = 3 };

struct StudentDates {
  StudentId student_id;
  std::int64_t assigned_at_unix_ms = 0, due_at_unix_ms = 0;
  bool operator==(const StudentDates&) const = default;
};

/// One activity.
struct ActivityFacts {
  ActivityKind kind = ActivityKind::assignment;
  std::string title, description;
  std::optional<Decimal> points_possible;
  std::int64_t assigned_at_unix_ms = 0, due_at_unix_ms = 0; ///< 0 = not given
  /// The dates, those of students too, are whole days, told as midnight UTC; see
  /// oneroster::with_moments.
  bool dates_are_days = false;
  CategoryId category_id;
  std::string category_title;
  SourcedId category_sis_id, grading_period_sis_id;
  std::string grading_period_id, scale_id;
  std::optional<Decimal> category_weight;
  bool published = false, counts = false, extra_credit = false, assigned_to_some = false;
  std::vector<StudentDates> student_dates;
  WithdrawalReason withdrawn_because = WithdrawalReason::unknown; ///< of an activity that is gone
  bool taken_back = false;                                        ///< as of a score
  bool operator==(const ActivityFacts&) const = default;
};

/// One category of a class.
struct CategoryFacts {
  std::string title;
  std::optional<Decimal> weight;
  bool operator==(const CategoryFacts&) const = default;
};

/// One class, as far as a passback needs it.
struct ClassFacts {
  std::string title;
  SourcedId class_sis_id, school_sis_id;
  std::vector<SourcedId> term_sis_ids;
  /// Not the host's word: the classes of the SIS to which this one was linked before, by mistake.
  std::vector<SourcedId> former_class_sis_ids;
  std::int64_t starts_at_unix_ms = 0, ends_at_unix_ms = 0;
  bool self_paced = false; ///< students begin and end when they like
  ClassId copied_from;     ///< empty = of none
  bool operator==(const ClassFacts&) const = default;
};

/// Canonical JSON text: members in a fixed order, absent ones left out, decimals as strings. Equal
/// facts give equal texts, so texts may be compared. `from_json` ignores unknown members (a newer
/// release may have written them) and answers Code::corrupt for what it cannot read.
std::string to_json(const ScoreFacts& facts);
std::string to_json(const ActivityFacts& facts);
std::string to_json(const CategoryFacts& facts);
std::string to_json(const ClassFacts& facts);
Result<ScoreFacts> score_facts_from_json(std::string_view text);
Result<ActivityFacts> activity_facts_from_json(std::string_view text);
Result<CategoryFacts> category_facts_from_json(std::string_view text);
Result<ClassFacts> class_facts_from_json(std::string_view text);

} // namespace passback::gradebook
