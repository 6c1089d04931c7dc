#pragma once
// How host_stub says that something did not work: an exit code, a sentence, a next step, and the
// value that may hold them.
#include <string>
#include <utility>
#include <variant>

namespace host_stub {

// How every command ends; the same numbers stand in --help and in docs/host-stub.md.
enum class ExitCode : int {
  ok = 0,
  failed = 1,
  usage = 2,
  work_remains = 3,
  refused_by_plugin = 4,
  bad_roster = 5,
  not_loaded = 6,
};

// Why something did not work: for a person one plain sentence, and what to do next (may be empty).
struct Failure {
  std::string message;
  std::string next_step;
  ExitCode exit_code = ExitCode::failed;
  std::string code = {}; // stable, for programs; empty: there is none
};

// A value or the reason why there is none. Expected refusals travel as values; exceptions are left
// for what nobody can plan for (a full disk, a corrupt database) and end at a boundary: a command,
// or a function that C calls.
template <class T> class Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Failure failure) : state_(std::move(failure)) {}

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  T& value() { return std::get<T>(state_); }
  const T& value() const { return std::get<T>(state_); }
  const Failure& failure() const { return std::get<Failure>(state_); }

 private:
  std::variant<T, Failure> state_;
};

} // namespace host_stub
