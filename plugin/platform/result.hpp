// Errors as values. A function that can fail returns Result<T>; exceptions are for defects and stop
// at the C boundary (plugin/abi/barrier.hpp).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "plugin/platform/codes.hpp"

namespace passback {

/// What went wrong: a code from the one catalogue, and what it concerns. `detail` is for people and
/// for the log: it never holds a secret, a name, a score or a comment.
struct Error {
  Code code = Code::internal;
  std::string detail;
};

/// Either a value or an Error. T may be std::monostate (see Status) but not Error.
template <class T> class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  Result(Code code) : Result(Error{code, {}}) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success or an Error, nothing else.
using Status = Result<std::monostate>;
inline Status ok_status() {
  return Status(std::monostate{});
}

} // namespace passback
