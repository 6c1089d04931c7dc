#pragma once
// How a step says that the world is not as the story tells it.
#include <exception>
#include <string>
#include <utility>

namespace host_stub::story {

// Thrown by a step, caught where the story is told.
class StepFailure : public std::exception {
 public:
  // `next` is the command with which a person looks; empty: the status of the LMS.
  StepFailure(std::string wanted, std::string was_there, std::string next_command = {})
      : expected(std::move(wanted)), there(std::move(was_there)), next(std::move(next_command)) {}
  const char* what() const noexcept override { return expected.c_str(); }

  std::string expected;
  std::string there;
  std::string next;
};

} // namespace host_stub::story
