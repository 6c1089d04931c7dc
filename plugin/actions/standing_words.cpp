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

Result<std::vector<StandingWords::Alike>> StandingWords::results_of(std::int64_t line_item_id) {
  if (const auto known = results_.find(line_item_id); known != results_.end()) {
    return known->second;
  }
  PASSBACK_TRY_AS(const auto rows, work_.transaction.results_alike(line_item_id));
  auto& results = results_[line_item_id];
  for (const auto& some : rows) {
    PASSBACK_TRY_AS(const auto* words, of(line_item_id, some.standing, some.sample));
    results.push_back({words, some.count});
  }
  return results;
}

Status each_alike(decision::UnitOfWork& work, CellWriters& writers, StandingWords& standing,
                  const CellFilter& whole_class,
                  const std::function<Status(const Record&, const StateWords&)>& see,
                  const std::function<Status(const Record& line_item, const StateWords&,
                                             std::int64_t count)>& see_alike) {
  for (const auto kind : {Kind::category, Kind::score_scale, Kind::line_item}) {
    CellFilter of_kind = whole_class;
    of_kind.kind = kind;
    const auto walked = each_record(work, of_kind, [&](Record& record) -> Status {
      PASSBACK_TRY_AS(const auto* writer, writers.of(record));
      PASSBACK_TRY(see(record, writer->words_of(record)));
      if (kind != Kind::line_item) {
        return ok_status();
      }
      PASSBACK_TRY_AS(const auto results, standing.results_of(record.id));
      for (const auto& some : results) {
        PASSBACK_TRY(see_alike(record, *some.words, some.count));
      }
      return ok_status();
    });
    PASSBACK_TRY(walked);
  }
  return ok_status();
}

} // namespace passback::actions
