#include "host_stub/commands/settings_file.hpp"

#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>

#include "lms_plugin/strict_yaml.hpp"

namespace host_stub::commands {

Result<boost::json::object> read_settings_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Failure{"The settings file " + path.string() + " cannot be read.", "", ExitCode::usage};
  }
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto refuse = [&path](int line, int column, const std::string& what) {
    return Failure{path.string() + ", line " + std::to_string(line) + ", column " +
                       std::to_string(column) + ": " + what + ".",
                   "Correct the file and run configure again.", ExitCode::usage};
  };
  auto parsed = lms_plugin::parse_strict_yaml(text);
  if (const auto* error = std::get_if<lms_plugin::YamlError>(&parsed)) {
    return refuse(error->line, error->column, error->message);
  }
  auto& document = std::get<lms_plugin::YamlDocument>(parsed);
  if (!document.value.is_object()) {
    return refuse(1, 1, "expected a map of settings");
  }
  return std::move(document.value.get_object());
}

} // namespace host_stub::commands
