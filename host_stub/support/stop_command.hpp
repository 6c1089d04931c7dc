#pragma once
// How a command ends early.
#include <exception>
#include <utility>

#include "host_stub/support/failure.hpp"

namespace host_stub {

// Ends a command from any depth of it. Thrown and caught inside one command only
// (commands/common.cpp).
class StopCommand : public std::exception {
 public:
  explicit StopCommand(Failure failure) : failure_(std::move(failure)) {}
  const Failure& failure() const { return failure_; }
  const char* what() const noexcept override { return failure_.message.c_str(); }

 private:
  Failure failure_;
};

// The value, or the end of the command.
template <class T> T value_or_stop(Result<T> result) {
  if (!result) {
    throw StopCommand(result.failure());
  }
  return std::move(result.value());
}

} // namespace host_stub
