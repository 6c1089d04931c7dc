// What a plugin must not change in the process that loads it.
#pragma once

#include <csignal>
#include <cstddef>
#include <map>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace host_stub::validate {

struct ProcessState {
  std::map<std::string, std::string> files; // open descriptors, by number
  std::vector<std::string> environment;
  std::vector<struct sigaction> signals;
  sigset_t blocked{};
  std::string folder;
  std::string locale;
  mode_t umask = 0;
  std::size_t threads = 0;
};

ProcessState process_state();

// The first thing that differs, as the rest of a sentence ("the working folder changed"); "" if
// nothing does. Descriptors and threads are only compared where told so: a started plugin may have
// some.
std::string difference(const ProcessState& before, const ProcessState& after,
                       bool with_files_and_threads);

std::size_t count_threads();
std::size_t count_files();

// True once the process has no more than that many threads; waits up to a quarter of a second,
// because the kernel takes a joined thread out of /proc a moment after the join.
bool threads_fall_to(std::size_t wanted);

} // namespace host_stub::validate
