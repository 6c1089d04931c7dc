#pragma once
// Where the plugin's log lines go.
#include <filesystem>
#include <fstream>

#include "lms_plugin/host.h"

namespace host_stub::host {

// The host's log, host.log in the data folder: one line a record, `time LEVEL event message
// fields`. Also on stderr when asked. Written on the host's thread only.
class LogFile {
 public:
  LogFile(const std::filesystem::path& data_folder, bool also_stderr);

  void write(const lms_log_record& record);

 private:
  std::ofstream file_;
  bool also_stderr_;
};

} // namespace host_stub::host
