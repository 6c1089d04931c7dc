#pragma once
// How large a made roster is to be, and the seed that it grows from.
#include <cstddef>
#include <cstdint>

namespace host_stub::roster {

struct RosterSize {
  std::size_t schools = 1;
  std::size_t classes = 0;    // of all schools together, at least one in each
  std::size_t students = 0;   // of all schools together, at least one in each
  std::size_t activities = 0; // in each class
  bool scores = false;        // of every student in every activity
  std::uint64_t seed = 1;
};

} // namespace host_stub::roster
