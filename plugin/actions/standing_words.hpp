// Where the cells of a class of many thousand stand, in the words that people read: what stands
// alike is read once, and its words are those of one record of it (state_words.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/outbox/tables/records_table.hpp"

namespace passback::actions {

class StandingWords {
 public:
  StandingWords(decision::UnitOfWork& work, CellWriters& writers)
      : work_(work), writers_(writers) {}

  /// Of that result of that line item; the same words of results that stand alike. They live as
  /// long as this object.
  Result<const StateWords*> of(std::int64_t line_item_id, const outbox::Standing& standing,
                               std::int64_t record_id);

  struct Alike {
    const StateWords* words = nullptr;
    std::int64_t count = 0;
  };
  /// All results of that line item, read once.
  Result<std::vector<Alike>> results_of(std::int64_t line_item_id);

 private:
  decision::UnitOfWork& work_;
  CellWriters& writers_;
  /// By line item; by the record itself where nothing else stands alike.
  std::map<std::tuple<std::int64_t, outbox::Standing, std::int64_t>, StateWords> known_;
  std::map<std::int64_t, std::vector<Alike>> results_; ///< by line item
};

/// Calls `see` for each record of the class that is no result, and `see_alike` for its results, by
/// line item, with how many there are.
Status each_alike(decision::UnitOfWork& work, CellWriters& writers, StandingWords& standing,
                  const CellFilter& whole_class,
                  const std::function<Status(const outbox::Record&, const StateWords&)>& see,
                  const std::function<Status(const outbox::Record& line_item, const StateWords&,
                                             std::int64_t count)>& see_alike);

} // namespace passback::actions
