#pragma once
// What all commands share: the options that stand before or behind each, what a command answers,
// and the one place where that is printed.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include <boost/json/value.hpp>

#include "host_stub/support/failure.hpp"

namespace CLI {
class App;
}

namespace host_stub::commands {

// What every command takes; may stand before or behind the command's name.
struct CommonOptions {
  std::filesystem::path data;
  std::filesystem::path manifest;
  std::string site_id;
  std::string site_url;
  bool json = false;
  bool verbose = false;
  bool late_answers = false;
  bool closed_gradebook = false;
  std::string typed; // the whole command line, to be typed again
  std::int64_t clock_ahead_s = 0;
  std::filesystem::path operator_file;
};

// What a command has to say at its end: a document for programs, text for people, and how it ended.
struct Answer {
  boost::json::value document;
  std::string text;
  ExitCode exit_code = ExitCode::ok;
};

void add_common_options(CLI::App& app, CommonOptions& options);

// A subcommand with the common options, whose body runs after parsing. The body ends early by
// throwing StopCommand. Its answer, or why there is none, is printed here and nowhere else; nothing
// is thrown out of it.
CLI::App* add_command(CLI::App& app, CommonOptions& options, int& exit_code,
                      const std::string& name, const std::string& description,
                      const std::string& examples, std::function<Answer()> body);

} // namespace host_stub::commands
