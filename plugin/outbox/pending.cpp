#include "plugin/outbox/pending.hpp"

#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

// So many parts of one class are worth one look at it, so many wishes one at everything.
constexpr std::size_t kMostOfClass = 16;
constexpr std::size_t kMost = 256;

/// All of them become one that covers each.
Status merge(Transaction& transaction, const std::vector<PendingRow>& wishes, Affected merged) {
  merged.only_waiting = true;
  for (const auto& wish : wishes) {
    merged.only_waiting = merged.only_waiting && wish.affected.only_waiting;
    merged.anew = merged.anew || wish.affected.anew;
    PASSBACK_TRY(transaction.forget_pending(wish.id));
  }
  return transaction.add_pending(merged);
}

Status merge_those_of_class(Transaction& transaction, const Affected& of_class,
                            std::vector<PendingRow> wishes) {
  std::erase_if(wishes, [&](const PendingRow& wish) {
    return wish.affected.class_id != of_class.class_id ||
           wish.affected.school_year != of_class.school_year;
  });
  return wishes.size() > kMostOfClass ? merge(transaction, wishes, of_class) : ok_status();
}

/// News of many classes of an SIS must not have everything that is settled looked at, so of those
/// who mean what waits and those who mean all only the more numerous become one.
Status merge_most(Transaction& transaction, const std::vector<PendingRow>& wishes) {
  std::vector<PendingRow> waiting, others;
  for (const auto& wish : wishes) {
    (wish.affected.only_waiting ? waiting : others).push_back(wish);
  }
  return merge(transaction, waiting.size() > others.size() ? waiting : others, {});
}

} // namespace

Status ask_to_reconsider(Transaction& transaction, const Affected& affected) {
  PASSBACK_TRY(transaction.add_pending(affected));
  PASSBACK_TRY_AS(const auto wishes, transaction.pending());
  if (wishes.size() > kMost) {
    return merge_most(transaction, wishes);
  }
  if (!affected.class_id) {
    return ok_status();
  }
  // As it was stored, which is the last one.
  Affected of_class;
  of_class.class_id = wishes.back().affected.class_id;
  of_class.school_year = wishes.back().affected.school_year;
  return merge_those_of_class(transaction, of_class, wishes);
}

Affected affected_by(const Record& line_item) {
  Affected affected;
  affected.class_id = line_item.key.class_id;
  affected.school_year = line_item.key.school_year;
  affected.activity_id = line_item.key.activity_id;
  return affected;
}

Result<std::vector<Record>> next_affected(Transaction& transaction, const PendingRow& wish,
                                          int limit) {
  const auto& affected = wish.affected;
  if (affected.connection_id && affected.sis_class_id) {
    return transaction.waiting_of_sis_class(*affected.connection_id, *affected.sis_class_id,
                                            wish.after_id, limit);
  }
  RecordFilter filter;
  filter.class_id = affected.class_id;
  filter.school_year = affected.school_year;
  filter.activity_id = affected.activity_id;
  filter.student_id = affected.student_id;
  if (affected.only_waiting) {
    filter.state = State::waiting;
  }
  filter.after_id = wish.after_id;
  filter.limit = limit;
  return transaction.records(filter);
}

Status went_on(Transaction& transaction, const PendingRow& wish, const std::vector<Record>& placed,
               int limit) {
  const bool done = static_cast<int>(placed.size()) < limit;
  return done ? transaction.forget_pending(wish.id)
              : transaction.note_pending_at(wish.id, placed.back().id);
}

} // namespace passback::outbox
