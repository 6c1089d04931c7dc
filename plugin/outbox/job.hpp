// A job: something that a person asked to be done at the SIS, now, apart from the records. A test
// of the connection, a test grade, a look at the SIS's categories.
//
// Made by an action, run by the worker that leases the account, its report read by an action later.
// So no thread of the host speaks to the SIS, and the worker never calls the host.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugin/platform/codes.hpp"

namespace passback::outbox {

/// The kind of a row that is a file of grades (grade_file.hpp): made at once, never run.
inline constexpr std::string_view kGradeFileJob = "grade_file";

enum class JobState {
  asked = 0,
  running = 1, ///< by the owner of `epoch`; if that owner is gone, the next one begins it anew
  done = 2,    ///< there is a report
  failed = 3,  ///< it could not be run: `code` says why
};

struct JobRow {
  std::int64_t id = 0; ///< 0 = new
  std::string connection_id;
  std::int64_t connection_generation = 1;
  std::string kind;    ///< exchange/conversation/conversation_kinds.hpp
  std::string subject; ///< what it is about, where there may be one of each: a class's sourcedId
  std::string input;   ///< JSON
  JobState state = JobState::asked;
  Code code = Code::none;
  std::string report;    ///< JSON; empty until done
  std::string recording; ///< JSON: what was said, redacted; empty if none is kept
  std::string asked_by;  ///< a host user id
  std::int64_t asked_unix_ms = 0, started_unix_ms = 0, ended_unix_ms = 0;
  std::int64_t settings_generation = 0; ///< under which it was asked
  std::int64_t epoch = 0;               ///< of the lease under which it was begun
  std::int32_t attempts = 0;            ///< how often it was begun

  bool open() const { return state == JobState::asked || state == JobState::running; }
};

} // namespace passback::outbox
