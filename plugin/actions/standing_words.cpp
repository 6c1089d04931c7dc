#include "plugin/actions/standing_words.hpp"

#include "plugin/platform/try.hpp"

namespace passback::actions {

using outbox::Kind;
using outbox::Record;

Result<const StateWords*> StandingWords::of(std::int64_t line_item_id,
                                            const outbox::Standing& standing,
                                            std::int64_t record_id) {
  // What is in flight or in a file is told by what was sent.
  const bool stands_alone = standing.state == outbox::State::sending;
  const std::tuple key{line_item_id, standing, stands_alone ? record_id : std::int64_t{0}};
  if (const auto known = known_.find(key); known != known_.end()) {
    return &known->second;
  }
  PASSBACK_TRY_AS(const auto record, work_.transaction.record(record_id));
  if (!record) {
    return Error{Code::state, "a record of the class is gone"};
  }
  PASSBACK_TRY_AS(const auto* writer, writers_.of(*record));
  return &known_.emplace(key, writer->words_of(*record)).first->second;
}

Status each_alike(decision::UnitOfWork& work, CellWriters& writers, const CellFilter& whole_class,
                  const std::function<Status(const Record&, const StateWords&)>& see,
                  const std::function<Status(const Record& line_item, const StateWords&,
                                             std::int64_t count)>& see_alike) {
  StandingWords standing(work, writers);
  for (const auto kind : {Kind::category, Kind::score_scale, Kind::line_item}) {
    CellFilter of_kind = whole_class;
    of_kind.kind = kind;
    const auto walked = each_record(work, of_kind, [&](Record& record) -> Status {
      PASSBACK_TRY_AS(const auto* writer, writers.of(record));
      PASSBACK_TRY(see(record, writer->words_of(record)));
      if (kind != Kind::line_item) {
        return ok_status();
      }
      PASSBACK_TRY_AS(const auto alike, work.transaction.results_alike(record.id));
      for (const auto& some : alike) {
        PASSBACK_TRY_AS(const auto* words, standing.of(record.id, some.standing, some.sample));
        PASSBACK_TRY(see_alike(record, *words, some.count));
      }
      return ok_status();
    });
    PASSBACK_TRY(walked);
  }
  return ok_status();
}

} // namespace passback::actions
