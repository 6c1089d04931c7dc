#include "host_stub/host/events.hpp"

#include <algorithm>

#include "host_stub/host/abi_text.hpp"
#include "host_stub/support/instant.hpp"

namespace host_stub::host {
namespace {

std::uint32_t bit(bool holds, std::uint32_t flag) {
  return holds ? flag : 0;
}

std::uint32_t flags_of(const gradebook::ScoreFlags& flags) {
  return bit(flags.released, LMS_SCORE_RELEASED) | bit(flags.draft, LMS_SCORE_DRAFT) |
         bit(flags.overridden, LMS_SCORE_OVERRIDDEN) | bit(flags.dropped, LMS_SCORE_DROPPED) |
         bit(flags.exempt, LMS_SCORE_EXEMPT) | bit(flags.missing, LMS_SCORE_MISSING) |
         bit(flags.late, LMS_SCORE_LATE) | bit(flags.incomplete, LMS_SCORE_INCOMPLETE) |
         bit(flags.submitted, LMS_SCORE_SUBMITTED) | bit(flags.in_progress, LMS_SCORE_IN_PROGRESS) |
         bit(flags.withdrawn, LMS_SCORE_WITHDRAWN);
}

std::uint32_t role_of(const std::string& role) {
  return role == "student"                        ? LMS_ROLE_STUDENT
         : role == "teacher"                      ? LMS_ROLE_TEACHER
         : role == "aide"                         ? LMS_ROLE_ASSISTANT
         : role == gradebook::kPreviewStudentRole ? LMS_ROLE_PREVIEW_STUDENT
         : role == "guardian" || role == "parent" || role == "relative" ||
                 role == gradebook::kGuestRole
             ? LMS_ROLE_GUEST
             : LMS_ROLE_OTHER;
}

std::uint32_t kind_of(const std::string& kind) {
  return kind == "final_grade"    ? LMS_ACTIVITY_FINAL_GRADE
         : kind == "period_grade" ? LMS_ACTIVITY_PERIOD_GRADE
                                  : LMS_ACTIVITY_ASSIGNMENT;
}

// The roster knows days and the contract wants an instant: noon in UTC is on that day in nearly
// every school's time zone.
std::int64_t noon_of(const std::string& day) {
  constexpr std::int64_t kHalfADayMs = 12LL * 60 * 60 * 1000;
  const std::int64_t midnight = day_to_unix_ms(day);
  return midnight == 0 ? 0 : midnight + kHalfADayMs;
}

} // namespace

std::optional<std::uint32_t> reason_of(std::string_view word) {
  const auto* found = std::ranges::find(kReasonWords, word);
  return found == kReasonWords.end()
             ? std::nullopt
             : std::optional(static_cast<std::uint32_t>(found - kReasonWords.begin()));
}

lms_score_event to_event(const ScoreFact& fact, std::vector<lms_objective_score>& objectives) {
  lms_score_event event{};
  event.struct_size = sizeof event;
  event.flags = flags_of(fact.score.flags) |
                bit(fact.score.points.has_value(), LMS_SCORE_HAS_POINTS) | LMS_SCORE_HAS_POSSIBLE |
                bit(fact.score.imported, LMS_SCORE_IMPORTED);
  event.reason = reason_of(fact.score.gone_because).value_or(LMS_REASON_UNKNOWN);
  event.domain_id = borrow(fact.in_class.domain_id);
  event.school_year = borrow(fact.in_class.school_year);
  event.class_id = borrow(fact.in_class.id);
  event.class_sis_id = borrow(fact.in_class.sis_id);
  event.activity_id = borrow(fact.activity.id);
  event.student_id = borrow(fact.student.id);
  event.student_sis_id = borrow(fact.student.sis_id);
  if (fact.hint) {
    event.flags = LMS_SCORE_HINT;
    return event;
  }
  event.points_text = borrow(fact.points_text);
  event.text_score = borrow(fact.score.text_score);
  event.comment = borrow(fact.score.comment);
  event.points = fact.score.points.value_or(0);
  event.points_possible = fact.activity.points_possible;
  event.scored_at_unix_ms = fact.score.scored_unix_ms;
  event.host_rev = fact.score.host_rev;
  event.host_epoch = fact.host_epoch;
  event.activity_rev = fact.activity.revision;
  event.class_incarnation = fact.in_class.incarnation;
  for (const gradebook::ObjectiveScore& one : fact.score.objectives) {
    lms_objective_score& score = objectives.emplace_back();
    score.struct_size = sizeof score;
    score.flags = LMS_SCORE_HAS_POINTS | LMS_SCORE_HAS_POSSIBLE;
    score.objective_id = borrow(one.objective_id);
    score.points = one.points;
    score.points_possible = one.possible;
    score.weight = one.weight;
  }
  event.objectives = objectives.data();
  event.objectives_count = objectives.size();
  event.objectives_stride = sizeof(lms_objective_score);
  return event;
}

lms_activity_event to_event(const ActivityFact& fact) {
  const gradebook::Activity& activity = fact.activity;
  lms_activity_event event{};
  event.struct_size = sizeof event;
  event.flags = LMS_ACTIVITY_HAS_POSSIBLE | LMS_ACTIVITY_DATES_ARE_DAYS |
                bit(activity.published, LMS_ACTIVITY_PUBLISHED) |
                bit(activity.counts, LMS_ACTIVITY_COUNTS) |
                bit(activity.extra_credit, LMS_ACTIVITY_EXTRA_CREDIT) |
                bit(activity.deleted, LMS_ACTIVITY_WITHDRAWN);
  event.reason = reason_of(activity.gone_because).value_or(LMS_REASON_UNKNOWN);
  event.kind = kind_of(activity.kind);
  event.domain_id = borrow(fact.in_class.domain_id);
  event.school_year = borrow(fact.in_class.school_year);
  event.class_id = borrow(fact.in_class.id);
  event.class_sis_id = borrow(fact.in_class.sis_id);
  event.activity_id = borrow(activity.id);
  event.title = borrow(activity.title);
  event.description = borrow(activity.description);
  if (fact.category) {
    event.category_id = borrow(fact.category->id);
    event.category_title = borrow(fact.category->title);
    event.category_sis_id = borrow(fact.category->sis_id);
    event.category_weight = fact.category->weight.value_or(0);
  }
  if (fact.period) {
    event.grading_period_id = borrow(fact.period->id);
    event.grading_period_sis_id = borrow(fact.period->sis_id);
  }
  event.points_possible = activity.points_possible;
  event.assigned_at_unix_ms = day_to_unix_ms(activity.assign_date);
  event.due_at_unix_ms = day_to_unix_ms(activity.due_date);
  event.host_rev = activity.revision;
  event.host_epoch = fact.host_epoch;
  event.class_incarnation = fact.in_class.incarnation;
  return event;
}

lms_class_event to_event(const ClassFact& fact, std::vector<lms_str>& terms) {
  const gradebook::Class& in_class = fact.in_class;
  lms_class_event event{};
  event.struct_size = sizeof event;
  event.flags = bit(!in_class.active, LMS_ENTITY_WITHDRAWN);
  event.domain_id = borrow(in_class.domain_id);
  event.school_year = borrow(in_class.school_year);
  event.class_id = borrow(in_class.id);
  event.class_sis_id = borrow(in_class.sis_id);
  event.title = borrow(in_class.title);
  if (fact.school) {
    event.school_sis_id = borrow(fact.school->sis_id);
  }
  // Terms may follow each other or lie in each other: the class lasts from the first day to the
  // last.
  for (const gradebook::Session& term : fact.terms) {
    if (!term.sis_id.empty()) {
      terms.push_back(borrow(term.sis_id));
    }
    const std::int64_t starts = noon_of(term.start_date);
    if (starts != 0 && (event.starts_at_unix_ms == 0 || starts < event.starts_at_unix_ms)) {
      event.starts_at_unix_ms = starts;
    }
    event.ends_at_unix_ms = std::max(event.ends_at_unix_ms, noon_of(term.end_date));
  }
  event.term_sis_ids = terms.data();
  event.term_sis_ids_count = terms.size();
  event.class_incarnation = in_class.incarnation;
  return event;
}

lms_enrolment_event to_event(const EnrolmentFact& fact) {
  lms_enrolment_event event{};
  event.struct_size = sizeof event;
  event.flags = bit(!fact.enrolment.active, LMS_ENTITY_WITHDRAWN);
  event.role = role_of(fact.enrolment.role);
  event.domain_id = borrow(fact.in_class.domain_id);
  event.school_year = borrow(fact.in_class.school_year);
  event.class_id = borrow(fact.in_class.id);
  event.class_sis_id = borrow(fact.in_class.sis_id);
  event.user_id = borrow(fact.user.id);
  event.user_sis_id = borrow(fact.user.sis_id);
  event.class_incarnation = fact.in_class.incarnation;
  return event;
}

} // namespace host_stub::host
