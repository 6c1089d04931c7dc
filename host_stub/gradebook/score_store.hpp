#pragma once
// Reads and writes scores, with the revision of each cell and the mark of those that the plugin
// has not taken.
#include <optional>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// How a cell's flags are kept: one bit for each member of ScoreFlags, in its order.
std::int64_t to_bits(const ScoreFlags& flags);
ScoreFlags from_bits(std::int64_t bits);

// The cells of the gradebook.
class ScoreStore {
 public:
  explicit ScoreStore(Gradebook& book) : db_(book.database()) {}

  std::optional<Score> score(std::string_view activity_id, std::string_view student_id);
  std::vector<Score> scores_of_class(std::string_view class_id);
  // Of one activity, those behind this student, in the order of their ids.
  std::vector<Score> scores_after(std::string_view activity_id, std::string_view student_id,
                                  std::size_t limit);
  // Without those of deleted activities.
  std::int64_t count_of_class(std::string_view class_id);
  // Cells that the plugin did not take.
  std::vector<Score> waiting_for_sweep();

  // Stores a teacher's save: one transaction for all of them. A `host_rev` of 0 takes the cell's
  // next revision; one that is older than the stored cell's leaves the cell alone (a late event,
  // acted out). Answers the scores with their revisions.
  std::vector<Score> save(std::vector<Score> scores);

  // An empty reason clears the mark.
  void mark_for_sweep(std::string_view activity_id, std::string_view student_id,
                      std::string_view reason);

 private:
  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
