#pragma once
// Scores as people write them, on the command line or in a CSV file, checked against the
// gradebook before anything is saved.
#include <filesystem>
#include <string>
#include <vector>

#include "host_stub/commands/score_flags.hpp"
#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

// A score as somebody typed it, in the words of the options and of the columns of --from.
struct ScoreRow {
  std::string class_id;
  std::string activity_id;
  std::string student_id;
  std::string points;
  std::string status;
  std::string comment;
  std::string text_score;
  std::string host_rev;
  std::string standards;
  std::string reason; // of a withdrawn cell; empty: a teacher took it out
};

// The cell it means: activity, class and student exist and belong together, the numbers are
// numbers. One element.
Result<std::vector<gradebook::Score>> check_score_row(const ScoreRow& row,
                                                      gradebook::Gradebook& book);

// All cells of a CSV file, or a refusal that names every bad row by line and field; then none of
// them is to be saved.
Result<std::vector<gradebook::Score>> read_score_file(const std::filesystem::path& file,
                                                      const std::string& default_class,
                                                      gradebook::Gradebook& book);

} // namespace host_stub::commands
