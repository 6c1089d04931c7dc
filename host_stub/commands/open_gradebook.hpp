#pragma once
// Where a command's gradebook is, with a sentence for whoever has not made one yet.
#include "host_stub/commands/common.hpp"
#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {

inline void need_data_folder(const CommonOptions& options) {
  if (options.data.empty()) {
    throw StopCommand({"No data folder was given.",
                       "Add --data DIR, for example --data /tmp/school.", ExitCode::usage});
  }
}

// The gradebook that an earlier `import` made; the other commands have nothing to work on without
// one.
inline gradebook::Gradebook open_gradebook(const CommonOptions& options) {
  need_data_folder(options);
  if (!std::filesystem::exists(options.data / "gradebook.sqlite")) {
    throw StopCommand(
        {"There is no gradebook in " + options.data.string() + " yet.",
         "Import a roster first: host_stub import --data " + options.data.string() + " ROSTER",
         ExitCode::usage});
  }
  return gradebook::Gradebook(options.data);
}

} // namespace host_stub::commands
