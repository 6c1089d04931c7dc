#include "plugin/abi/event_reading.hpp"

#include "plugin/abi/reading.hpp"

namespace passback::abi {
namespace {

// More than any class, far below what could exhaust memory.
constexpr std::uint64_t kMaxElements = 10'000;

using gradebook::SourcedId;

bool has(std::uint32_t flags, std::uint32_t flag) {
  return (flags & flag) != 0;
}

/// The members that all events of a class share, by the same names.
template <class Event> decision::Origin read_origin(Reader& reader, const Event& event) {
  decision::Origin origin;
  origin.domain_id = gradebook::DomainId(reader.id("domain_id", event.domain_id));
  origin.school_year = gradebook::SchoolYear(reader.id("school_year", event.school_year));
  origin.class_id = gradebook::ClassId(reader.required_id("class_id", event.class_id));
  origin.class_incarnation = event.class_incarnation;
  origin.host_rev = event.host_rev;
  origin.host_epoch = event.host_epoch;
  if (event.class_incarnation < 0 || event.host_rev < 0 || event.host_epoch < 0)
    reader.refuse(Code::range, "host_rev, host_epoch or class_incarnation", "is negative");
  return origin;
}

/// Calls `each` with every element of an array of the contract.
template <class T, class Each>
void read_array(Reader& reader, std::string_view member, const T* first, std::uint64_t count,
                std::uint64_t stride, Each&& each) {
  if (count == 0)
    return;
  if (first == nullptr)
    return reader.refuse(Code::argument, member, "is NULL but has a count");
  if (count > kMaxElements)
    return reader.refuse(Code::range, member, "has too many elements");
  const std::uint64_t step = count > 1 ? stride_of(first, stride) : sizeof(T);
  if (const Status sized = check_stride<T>(member, step); !sized.ok())
    return reader.refuse(sized.error().code, member, "has elements of a size that cannot be");
  for (std::uint64_t i = 0; i < count; ++i) {
    const T* item = element(first, i, step);
    if (item->struct_size < sizeof(T))
      return reader.refuse(Code::struct_size, member, "has an element with a small struct_size");
    each(*item);
  }
}

gradebook::ScoreFlags read_flags(std::uint32_t flags) {
  return {.released = has(flags, LMS_SCORE_RELEASED),
          .draft = has(flags, LMS_SCORE_DRAFT),
          .overridden = has(flags, LMS_SCORE_OVERRIDDEN),
          .dropped = has(flags, LMS_SCORE_DROPPED),
          .exempt = has(flags, LMS_SCORE_EXEMPT),
          .missing = has(flags, LMS_SCORE_MISSING),
          .late = has(flags, LMS_SCORE_LATE),
          .incomplete = has(flags, LMS_SCORE_INCOMPLETE),
          .submitted = has(flags, LMS_SCORE_SUBMITTED),
          .in_progress = has(flags, LMS_SCORE_IN_PROGRESS)};
}

gradebook::ObjectiveScore read_objective(Reader& reader, const lms_objective_score& item) {
  gradebook::ObjectiveScore score;
  score.objective_id = reader.required_id("objectives.objective_id", item.objective_id);
  if (has(item.flags, LMS_SCORE_HAS_POINTS))
    score.points = reader.number("objectives.points", item.points);
  if (has(item.flags, LMS_SCORE_HAS_POSSIBLE))
    score.possible = reader.number("objectives.points_possible", item.points_possible);
  if (item.weight != 0)
    score.weight = reader.number("objectives.weight", item.weight);
  return score;
}

gradebook::WithdrawalReason read_reason(Reader& reader, std::uint32_t reason) {
  if (reason > LMS_REASON_RESTORED) {
    reader.refuse(Code::unsupported, "reason", "is not a reason");
    return gradebook::WithdrawalReason::unknown;
  }
  return static_cast<gradebook::WithdrawalReason>(reason);
}

template <class Event> Result<Event> finish(const Reader& reader, Event event) {
  if (const Status status = reader.status(); !status.ok())
    return status.error();
  return event;
}

} // namespace

Result<intake::ScoreEvent> read_event(const lms_score_event* event) {
  if (const Status sized = check_struct("lms_score_event", event); !sized.ok())
    return sized.error();
  Reader reader("score");
  intake::ScoreEvent read;
  read.origin = read_origin(reader, *event);
  read.activity_id = gradebook::ActivityId(reader.required_id("activity_id", event->activity_id));
  read.student_id = gradebook::StudentId(reader.required_id("student_id", event->student_id));
  read.class_sis_id = SourcedId(reader.id("class_sis_id", event->class_sis_id));
  read.scored_by = gradebook::UserId(reader.id("scored_by", event->scored_by));
  read.activity_rev = event->activity_rev;
  read.withdrawn = has(event->flags, LMS_SCORE_WITHDRAWN);
  read.hint = has(event->flags, LMS_SCORE_HINT);

  gradebook::ScoreFacts& facts = read.facts;
  facts.imported = has(event->flags, LMS_SCORE_IMPORTED);
  if (read.withdrawn && LMS_HAS(event, lms_score_event, reason))
    facts.withdrawn_because = read_reason(reader, event->reason);
  facts.student_sis_id = SourcedId(reader.id("student_sis_id", event->student_sis_id));
  if (event->points_text.len != 0)
    facts.points = reader.number("points_text", event->points_text);
  else if (has(event->flags, LMS_SCORE_HAS_POINTS))
    facts.points = reader.number("points", event->points);
  if (has(event->flags, LMS_SCORE_HAS_POSSIBLE))
    facts.possible = reader.number("points_possible", event->points_possible);
  facts.text_score = reader.text("text_score", event->text_score, 255);
  facts.comment = reader.text("comment", event->comment);
  facts.scored_at_unix_ms = reader.time("scored_at_unix_ms", event->scored_at_unix_ms);
  facts.flags = read_flags(event->flags);
  read_array(reader, "objectives", event->objectives, event->objectives_count,
             event->objectives_stride, [&](const lms_objective_score& item) {
               facts.objectives.push_back(read_objective(reader, item));
             });
  return finish(reader, std::move(read));
}

Result<intake::ActivityEvent> read_event(const lms_activity_event* event) {
  if (const Status sized = check_struct("lms_activity_event", event); !sized.ok())
    return sized.error();
  Reader reader("activity");
  intake::ActivityEvent read;
  read.origin = read_origin(reader, *event);
  read.activity_id = gradebook::ActivityId(reader.required_id("activity_id", event->activity_id));
  read.class_sis_id = SourcedId(reader.id("class_sis_id", event->class_sis_id));
  read.withdrawn = has(event->flags, LMS_ACTIVITY_WITHDRAWN);

  gradebook::ActivityFacts& facts = read.facts;
  if (read.withdrawn && LMS_HAS(event, lms_activity_event, reason))
    facts.withdrawn_because = read_reason(reader, event->reason);
  if (event->kind < LMS_ACTIVITY_ASSIGNMENT || event->kind > LMS_ACTIVITY_FINAL_GRADE)
    reader.refuse(Code::unsupported, "kind", "is not a kind of activity");
  else
    facts.kind = static_cast<gradebook::ActivityKind>(event->kind);
  facts.title = reader.text("title", event->title, 4096);
  facts.description = reader.text("description", event->description);
  if (has(event->flags, LMS_ACTIVITY_HAS_POSSIBLE))
    facts.points_possible = reader.number("points_possible", event->points_possible);
  facts.assigned_at_unix_ms = reader.time("assigned_at_unix_ms", event->assigned_at_unix_ms);
  facts.due_at_unix_ms = reader.time("due_at_unix_ms", event->due_at_unix_ms);
  facts.dates_are_days = has(event->flags, LMS_ACTIVITY_DATES_ARE_DAYS);
  facts.category_id = gradebook::CategoryId(reader.id("category_id", event->category_id));
  facts.category_title = reader.text("category_title", event->category_title, 4096);
  facts.category_sis_id = SourcedId(reader.id("category_sis_id", event->category_sis_id));
  facts.grading_period_id = reader.id("grading_period_id", event->grading_period_id);
  facts.grading_period_sis_id =
      SourcedId(reader.id("grading_period_sis_id", event->grading_period_sis_id));
  facts.scale_id = reader.id("scale_id", event->scale_id);
  if (event->category_weight != 0)
    facts.category_weight = reader.number("category_weight", event->category_weight);
  facts.published = has(event->flags, LMS_ACTIVITY_PUBLISHED);
  facts.counts = has(event->flags, LMS_ACTIVITY_COUNTS);
  facts.extra_credit = has(event->flags, LMS_ACTIVITY_EXTRA_CREDIT);
  facts.assigned_to_some = has(event->flags, LMS_ACTIVITY_ASSIGNED_TO_SOME);
  read_array(reader, "student_dates", event->student_dates, event->student_dates_count,
             event->student_dates_stride, [&](const lms_student_dates& item) {
               gradebook::StudentDates dates;
               dates.student_id = gradebook::StudentId(
                   reader.required_id("student_dates.student_id", item.student_id));
               dates.assigned_at_unix_ms =
                   reader.time("student_dates.assigned_at_unix_ms", item.assigned_at_unix_ms);
               dates.due_at_unix_ms =
                   reader.time("student_dates.due_at_unix_ms", item.due_at_unix_ms);
               facts.student_dates.push_back(std::move(dates));
             });
  return finish(reader, std::move(read));
}

Result<intake::ClassEvent> read_event(const lms_class_event* event) {
  if (const Status sized = check_struct("lms_class_event", event); !sized.ok())
    return sized.error();
  Reader reader("class");
  intake::ClassEvent read;
  read.origin = read_origin(reader, *event);
  read.withdrawn = has(event->flags, LMS_ENTITY_WITHDRAWN);
  read.reset = has(event->flags, LMS_CLASS_RESET);
  gradebook::ClassFacts& facts = read.facts;
  facts.title = reader.text("title", event->title, 4096);
  facts.class_sis_id = SourcedId(reader.id("class_sis_id", event->class_sis_id));
  facts.school_sis_id = SourcedId(reader.id("school_sis_id", event->school_sis_id));
  facts.starts_at_unix_ms = reader.time("starts_at_unix_ms", event->starts_at_unix_ms);
  facts.ends_at_unix_ms = reader.time("ends_at_unix_ms", event->ends_at_unix_ms);
  facts.self_paced = has(event->flags, LMS_CLASS_SELF_PACED);
  if (LMS_HAS(event, lms_class_event, copied_from))
    facts.copied_from = gradebook::ClassId(reader.id("copied_from", event->copied_from));
  if (event->term_sis_ids_count > kMaxElements)
    reader.refuse(Code::range, "term_sis_ids", "has too many elements");
  else if (event->term_sis_ids == nullptr && event->term_sis_ids_count != 0)
    reader.refuse(Code::argument, "term_sis_ids", "is NULL but has a count");
  else
    for (std::uint64_t i = 0; i < event->term_sis_ids_count; ++i)
      facts.term_sis_ids.emplace_back(reader.required_id("term_sis_ids", event->term_sis_ids[i]));
  return finish(reader, std::move(read));
}

Result<intake::EnrolmentEvent> read_event(const lms_enrolment_event* event) {
  if (const Status sized = check_struct("lms_enrolment_event", event); !sized.ok())
    return sized.error();
  Reader reader("enrolment");
  intake::EnrolmentEvent read;
  read.origin = read_origin(reader, *event);
  read.user_id = reader.required_id("user_id", event->user_id);
  if (event->role < LMS_ROLE_STUDENT || event->role > LMS_ROLE_PREVIEW_STUDENT)
    reader.refuse(Code::unsupported, "role", "is not a role");
  else
    read.role = static_cast<intake::Role>(event->role);
  read.class_sis_id = SourcedId(reader.id("class_sis_id", event->class_sis_id));
  read.user_sis_id = SourcedId(reader.id("user_sis_id", event->user_sis_id));
  read.starts_at_unix_ms = reader.time("starts_at_unix_ms", event->starts_at_unix_ms);
  read.ends_at_unix_ms = reader.time("ends_at_unix_ms", event->ends_at_unix_ms);
  read.withdrawn = has(event->flags, LMS_ENTITY_WITHDRAWN);
  return finish(reader, std::move(read));
}

Result<intake::DomainEvent> read_event(const lms_domain_event* event) {
  if (const Status sized = check_struct("lms_domain_event", event); !sized.ok())
    return sized.error();
  Reader reader("domain");
  intake::DomainEvent read;
  read.domain_id = gradebook::DomainId(reader.required_id("domain_id", event->domain_id));
  read.parent_id = gradebook::DomainId(reader.id("parent_id", event->parent_id));
  read.title = reader.text("title", event->title, 4096);
  read.host_rev = event->host_rev;
  read.host_epoch = event->host_epoch;
  read.withdrawn = has(event->flags, LMS_ENTITY_WITHDRAWN);
  return finish(reader, std::move(read));
}

} // namespace passback::abi
