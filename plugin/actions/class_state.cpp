#include "plugin/actions/class_state.hpp"

#include <algorithm>

#include "plugin/gradebook/facts.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using outbox::Record;

/// Where what people read of a grade is counted; nullptr: it is in the SIS, or not meant for it.
std::int64_t* counted_in(UnsentGrades& unsent, std::string_view state) {
  if (state == "ready" || state == "changed") {
    return &unsent.to_send;
  }
  if (state == "on_its_way" || state == "for_file" || state == "in_file") {
    return &unsent.on_the_way;
  }
  if (state == "rejected" || state == "failed" || state == "conflict" || state == "unlinked") {
    return &unsent.refused;
  }
  const bool waits = state == "not_ready" || state == "waiting" || state == "removal_asked";
  return waits ? &unsent.waiting : nullptr;
}

Status add_class_facts(decision::UnitOfWork& work, const ClassKey& key, ClassState& state) {
  PASSBACK_TRY_AS(const auto row, work.transaction.lms_class(key.class_id, key.school_year));
  if (!row) {
    return ok_status();
  }
  state.domain = row->domain_id;
  if (!row->facts.empty()) {
    if (const auto facts = gradebook::class_facts_from_json(row->facts)) {
      state.title = facts->title;
      state.ends_unix_ms = facts->ends_at_unix_ms;
    }
  }
  return ok_status();
}

} // namespace

Result<ClassState> state_of_class(decision::UnitOfWork& work, const ClassKey& key,
                                  const texts::Words& words, std::int64_t since_unix_ms) {
  ClassState state;
  PASSBACK_TRY(add_class_facts(work, key, state));
  CellWriters writers(work, words);
  CellFilter all;
  all.class_id = key.class_id;
  all.school_year = key.school_year;
  PASSBACK_TRY(each_record(work, all, [&](Record& record) -> Status {
    const bool is_result = record.key.kind == outbox::Kind::result;
    if (!is_result && record.key.kind != outbox::Kind::line_item) {
      return ok_status();
    }
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    const auto said = writer->words_of(record);
    state.requests += said.id == "on_its_way" ? 1 : 0;
    if (!is_result) {
      return ok_status();
    }
    if (auto* place = counted_in(state.unsent, said.id)) {
      ++*place;
    }
    const auto confirmed = record.confirmed.at_unix_ms;
    state.last_sent_unix_ms = std::max(state.last_sent_unix_ms, confirmed);
    state.sent_since += confirmed != 0 && confirmed >= since_unix_ms ? 1 : 0;
    return ok_status();
  }));
  return state;
}

} // namespace passback::actions
