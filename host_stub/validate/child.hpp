// Runs one check in a process of its own, so that a crash or a hang is a result and not the end.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "host_stub/validate/check.hpp"

namespace host_stub::validate {

struct CheckResult {
  bool passed = false;
  std::string message; // why not; empty if passed
  std::chrono::milliseconds took{0};
};

// Starts this program again as `validate MANIFEST --child NAME`, waits for it at most
// check.time_limit, and ends it and what it forked if it has not come back. Passed means: it said
// so, and then ended by itself with exit code 0.
CheckResult run_in_child(const Check& check, std::chrono::seconds time_limit,
                         const std::filesystem::path& manifest,
                         const std::filesystem::path& work_dir);

// The child's side: runs the check and reports through the descriptor. Returns the exit code.
int run_as_child(const Check& check, const Subject& subject, int report_descriptor);

} // namespace host_stub::validate
