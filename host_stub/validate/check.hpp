// A check of the validator: one promise of the contract, tried on a real plugin in a process of its
// own.
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lms_plugin/manifest.hpp"

namespace host_stub::validate {

// What a check is run with.
struct Subject {
  lms_plugin::Manifest manifest;
  std::filesystem::path library;
  // Empty folder for this check alone; removed afterwards.
  std::filesystem::path work_dir;
};

// Ends a check: the promise is broken, and how. One plain sentence.
class CheckFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& otherwise) {
  if (!holds) {
    throw CheckFailed(otherwise);
  }
}

struct Check {
  std::string_view name;
  // The tier whose hosts rely on the promise: a plugin reaches a tier if all checks up to it pass.
  int tier;
  std::string_view description;
  // Runs in a child process; throws CheckFailed.
  void (*run)(const Subject& subject);
  // Told by the parent from the outside: the child must end by itself, with exit code 0.
  std::chrono::seconds time_limit{30};
};

// Every check, in the order in which they are run.
const std::vector<Check>& all_checks();

// The parts of all_checks.
void add_loading_checks(std::vector<Check>& checks);
void add_call_checks(std::vector<Check>& checks);
void add_life_checks(std::vector<Check>& checks);
void add_host_checks(std::vector<Check>& checks);

} // namespace host_stub::validate
