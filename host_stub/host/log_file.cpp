#include "host_stub/host/log_file.hpp"

#include <iostream>

#include "host_stub/host/abi_text.hpp"
#include "host_stub/support/instant.hpp"

namespace host_stub::host {
namespace {

const char* name_of(std::uint32_t level) {
  switch (level) {
  case LMS_LOG_DEBUG:
    return "debug";
  case LMS_LOG_INFO:
    return "info";
  case LMS_LOG_WARNING:
    return "warning";
  case LMS_LOG_ERROR:
    return "error";
  case LMS_LOG_HOST_MISBEHAVING:
    return "host-misbehaving";
  case LMS_LOG_PLUGIN_MISBEHAVING:
    return "plugin-misbehaving";
  default:
    return "unknown";
  }
}

// A record is one line, whatever it contains.
std::string on_one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20) {
      c = ' ';
    }
  }
  return line;
}

} // namespace

LogFile::LogFile(const std::filesystem::path& data_folder, bool also_stderr)
    : file_(data_folder / "host.log", std::ios::app), also_stderr_(also_stderr) {}

void LogFile::write(const lms_log_record& record) {
  std::string line = to_iso_text(record.at_unix_ms) + " " + name_of(record.level) + " " +
                     on_one_line(view(record.event)) + ": " + on_one_line(view(record.message));
  if (record.fields_json.len != 0) {
    line += " " + on_one_line(view(record.fields_json));
  }
  file_ << line << std::endl;
  if (also_stderr_) {
    std::cerr << line << std::endl;
  }
}

} // namespace host_stub::host
