// Counts how often facts are read and documents are derived. The linker puts these functions in
// the place of the product's (CMakeLists.txt beside this file), so that the product has no counter.
#pragma once

#include <string>
#include <vector>

namespace passback {

struct Counted {
  std::vector<std::string> scores_read;     ///< the texts, each time they were read
  std::vector<std::string> activities_read; ///< the same of activities
  int results_derived = 0, line_items_derived = 0;
};

Counted& counted();

} // namespace passback
