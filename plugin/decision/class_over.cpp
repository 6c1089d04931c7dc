#include "plugin/decision/class_over.hpp"

#include "plugin/gradebook/facts.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

constexpr std::string_view kWithReason = "_late ";

} // namespace

Result<bool> is_class_over(UnitOfWork& work, const ClassView& view) {
  constexpr std::int64_t kDayMs = 86'400'000;
  const auto& grace = view.effective.sending.grace_after_class_end;
  if (!grace) {
    return false;
  }
  PASSBACK_TRY_AS(const auto row, work.transaction.lms_class(view.class_id, view.school_year));
  if (!row || row->facts.empty()) {
    return false;
  }
  PASSBACK_TRY_AS(const auto facts, gradebook::class_facts_from_json(row->facts));
  // The last day is a whole one.
  return facts.ends_at_unix_ms != 0 &&
         work.now_unix_ms >= facts.ends_at_unix_ms + (grace->value + 1) * kDayMs;
}

Result<bool> waits_for_class_over(UnitOfWork& work, const ClassView& view,
                                  const outbox::Record& record) {
  const bool let_go = record.released.form != outbox::Form::none &&
                      outbox::same_for_sis(record.key.kind, record.observed, record.released);
  return let_go ? Result<bool>(false) : is_class_over(work, view);
}

std::string to_text(const EventOfPerson& told) {
  return told.reason.empty() ? told.event : told.event + std::string(kWithReason) + told.reason;
}

EventOfPerson event_of_person(std::string_view text) {
  const auto at = text.find(kWithReason);
  if (at == std::string_view::npos) {
    return {std::string(text), {}};
  }
  return {std::string(text.substr(0, at)), std::string(text.substr(at + kWithReason.size()))};
}

} // namespace passback::decision
