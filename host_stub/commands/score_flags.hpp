#pragma once
// The words of `--status` and of a CSV file's column status, there and back.
#include <string>

#include "host_stub/gradebook/model.hpp"
#include "host_stub/support/failure.hpp"

namespace host_stub::commands {

// "late,submitted" → flags. A cell is released unless "unreleased" or "draft" says otherwise.
Result<gradebook::ScoreFlags> parse_score_flags(const std::string& words);
// The other way, for people: what is special about a cell; empty when nothing is.
std::string to_words(const gradebook::ScoreFlags& flags);

} // namespace host_stub::commands
