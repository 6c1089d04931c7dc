#include "host_stub/commands/next_command.hpp"

#include <string_view>

namespace host_stub::commands {
namespace {

constexpr std::string_view kProgram = "host_stub ";

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:=@,+%").find(c) != std::string_view::npos;
}

std::string quoted(std::string_view word) {
  bool plain = !word.empty();
  for (const char c : word) {
    plain = plain && is_plain(c);
  }
  if (plain) {
    return std::string(word);
  }
  std::string text = "'";
  for (const char c : word) {
    text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return text + "'";
}

} // namespace

std::string typed_line(int argc, const char* const* argv) {
  std::string line = "host_stub";
  for (int i = 1; i < argc; ++i) {
    line += " " + quoted(argv[i]);
  }
  return line;
}

std::string with_next_command(const std::string& said, const std::string& typed,
                              const std::string& command) {
  if (said.find(kProgram) != std::string::npos) {
    return said;
  }
  if (said.empty()) {
    return "How it is used: " + std::string(kProgram) + command + " --help";
  }
  return said + "\nThen: " + typed;
}

} // namespace host_stub::commands
