#include "plugin/abi/instance_events.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

#include "plugin/abi/deadline.hpp"
#include "plugin/abi/errors.hpp"
#include "plugin/abi/event_reading.hpp"
#include "plugin/abi/gradebook_reading.hpp"
#include "plugin/abi/host_pump.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/reading.hpp"

namespace passback::abi {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t kEventDeadlineMs = 2'000;
// A batch is read and committed in pieces of this many, so that a long one needs little memory.
constexpr std::uint64_t kBatchPiece = 500;

/// One deadline for all that a call does: opening, waiting for others, asking the host, committing.
Deadline deadline_of(std::uint32_t deadline_ms) {
  return deadline_in(milliseconds(deadline_ms != 0 ? deadline_ms : kEventDeadlineMs));
}

Status check_outcome(const lms_outcome* out) {
  return out == nullptr ? ok_status() : check_struct("lms_outcome", out);
}

void fill(const intake::Outcome& outcome, lms_outcome* out) {
  if (out == nullptr)
    return;
  out->disposition = static_cast<std::uint32_t>(outcome.disposition);
  out->seq = static_cast<std::uint64_t>(outcome.seq);
  copy_text(outcome.reason == Code::none ? std::string_view() : info(outcome.reason).id,
            out->reason, sizeof out->reason);
}

void nudge(InstanceParts& parts, const intake::Outcome& outcome) {
  if (parts.delivery != nullptr && outcome.disposition == decision::Disposition::queued)
    parts.delivery->nudge();
}

/// The caller's outcome for event `index`; its array may have longer elements than we know.
lms_outcome* outcome_at(const lms_batch_outcome& out, std::uint64_t index) {
  return const_cast<lms_outcome*>(element(out.outcomes, index, out.outcomes->struct_size));
}

/// Reads the event, commits it, answers.
template <class Event, class Commit>
Status take(Instance& instance, const Event* event, Deadline deadline, lms_outcome* out,
            Commit&& commit) {
  if (const Status sized = check_outcome(out); !sized.ok())
    return sized;
  const auto read = read_event(event);
  if (!read.ok())
    return read.error();
  const auto parts = instance.parts_for_events(deadline);
  if (!parts.ok())
    return parts.error();
  const Result<intake::Outcome> outcome = commit(**parts, *read);
  if (!outcome.ok())
    return outcome.error();
  nudge(**parts, *outcome);
  fill(*outcome, out);
  return ok_status();
}

/// A hint says only that a cell changed: it is read from the host and committed only if nothing
/// newer came meanwhile.
Result<intake::Outcome> take_hint(Instance& instance, InstanceParts& parts,
                                  const intake::ScoreEvent& hint, Deadline deadline) {
  const auto wanted = parts.intake->hint(hint, left_until(deadline));
  if (!wanted.ok())
    return wanted.error();
  if (!wanted->read_back)
    return wanted->outcome;
  const std::string query = gradebook_query(
      {{hint.origin.school_year, hint.origin.class_id, hint.activity_id, hint.student_id}});
  const Answer answer = instance.host().gradebook_read(query, {});
  if (const auto* error = std::get_if<Error>(&answer))
    return *error;
  const auto* json = std::get_if<std::string>(&answer);
  if (json == nullptr)
    return intake::Outcome{decision::Disposition::waiting, 0, Code::none};
  auto read = read_gradebook(*json);
  if (!read.ok())
    return read.error();
  for (intake::ScoreEvent& score : read->scores) {
    if (score.activity_id != hint.activity_id || score.student_id != hint.student_id ||
        score.origin.class_id != hint.origin.class_id)
      continue;
    score.if_seq_at_most = wanted->seq;
    score.if_enrolment_seq_at_most = wanted->enrolment_seq;
    return parts.intake->score(score, left_until(deadline));
  }
  return Error{Code::host_reply, "The gradebook reader did not answer with the cell asked for."};
}

} // namespace

Status take_score(Instance& instance, const lms_score_event* event, std::uint32_t deadline_ms,
                  lms_outcome* out) {
  const Deadline deadline = deadline_of(deadline_ms);
  return take(instance, event, deadline, out,
              [&](InstanceParts& parts, const intake::ScoreEvent& read) {
                return read.hint ? take_hint(instance, parts, read, deadline)
                                 : parts.intake->score(read, left_until(deadline));
              });
}

Status take_scores(Instance& instance, const lms_score_event* events, std::uint64_t count,
                   std::uint64_t stride, std::uint32_t deadline_ms, lms_batch_outcome* out) {
  if (const Status sized = check_struct("lms_batch_outcome", out); !sized.ok())
    return sized;
  out->committed = 0;
  if (count == 0)
    return ok_status();
  if (const Status sized = check_struct("lms_score_event", events); !sized.ok())
    return sized;
  if (out->outcomes != nullptr && out->outcomes_size != 0) {
    if (const Status sized = check_struct("lms_outcome", out->outcomes); !sized.ok())
      return sized;
    const std::uint64_t step =
        out->outcomes_size > 1 ? out->outcomes->struct_size : sizeof(lms_outcome);
    if (const Status sized = check_stride<lms_outcome>("outcomes", step); !sized.ok())
      return sized;
  }
  // Of one event there is no next.
  const std::uint64_t step = count > 1 ? stride_of(events, stride) : sizeof(lms_score_event);
  if (const Status sized = check_stride<lms_score_event>("events", step); !sized.ok())
    return sized;
  const Deadline deadline = deadline_of(deadline_ms);
  const auto parts = instance.parts_for_events(deadline);
  if (!parts.ok())
    return parts.error();

  while (out->committed < count) {
    std::vector<intake::ScoreEvent> piece;
    Status bad = ok_status();
    const std::uint64_t length = std::min(kBatchPiece, count - out->committed);
    for (std::uint64_t i = 0; i < length && bad.ok(); ++i) {
      auto read = read_event(element(events, out->committed + i, step));
      if (read.ok() && read->hint)
        bad = Error{Code::unsupported, "A batch cannot hold hints."};
      else if (read.ok())
        piece.push_back(std::move(*read));
      else
        bad = read.error();
    }
    const milliseconds left = left_until(deadline);
    if (left == milliseconds(0))
      return Error{Code::busy, {}};
    std::vector<intake::Outcome> outcomes(piece.size());
    std::optional<Error> stopped_by;
    const std::size_t stored = (*parts)->intake->scores(piece, left, outcomes, stopped_by);
    for (std::size_t i = 0; i < stored; ++i) {
      nudge(**parts, outcomes[i]);
      if (out->outcomes != nullptr && out->committed + i < out->outcomes_size)
        fill(outcomes[i], outcome_at(*out, out->committed + i));
    }
    out->committed += stored;
    if (stopped_by)
      return *stopped_by;
    if (!bad.ok())
      return bad;
  }
  return ok_status();
}

Status take_activity(Instance& instance, const lms_activity_event* event, std::uint32_t deadline_ms,
                     lms_outcome* out) {
  const Deadline deadline = deadline_of(deadline_ms);
  return take(instance, event, deadline, out,
              [&](InstanceParts& parts, const intake::ActivityEvent& read) {
                return parts.intake->activity(read, left_until(deadline));
              });
}

Status take_class(Instance& instance, const lms_class_event* event, std::uint32_t deadline_ms,
                  lms_outcome* out) {
  const Deadline deadline = deadline_of(deadline_ms);
  return take(instance, event, deadline, out,
              [&](InstanceParts& parts, const intake::ClassEvent& read) {
                return parts.intake->lms_class(read, left_until(deadline));
              });
}

Status take_enrolment(Instance& instance, const lms_enrolment_event* event,
                      std::uint32_t deadline_ms, lms_outcome* out) {
  const Deadline deadline = deadline_of(deadline_ms);
  return take(instance, event, deadline, out,
              [&](InstanceParts& parts, const intake::EnrolmentEvent& read) {
                return parts.intake->enrolment(read, left_until(deadline));
              });
}

Status take_domain(Instance& instance, const lms_domain_event* event, std::uint32_t deadline_ms,
                   lms_outcome* out) {
  const Deadline deadline = deadline_of(deadline_ms);
  return take(instance, event, deadline, out,
              [&](InstanceParts& parts, const intake::DomainEvent& read) {
                return parts.intake->domain(read, left_until(deadline));
              });
}

} // namespace passback::abi
