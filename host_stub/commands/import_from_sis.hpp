#pragma once
// The options of `import --from-sis`, and the roster that they lead to.
#include <filesystem>
#include <string>
#include <vector>

#include "host_stub/import/api/roster_fetch.hpp"

namespace CLI {
class App;
}

namespace host_stub::commands {

// `import --from-sis`: where the SIS is and how to sign in there. Secrets come from files or from
// environment variables, never from the command line, where every process can read them.
struct FromSis {
  std::string url;
  std::string version = "1.2";
  std::string rostering_url;
  std::string gradebook_url;
  std::string token_url;
  std::string key;
  std::filesystem::path secret_file;
  std::string secret_variable;
  std::filesystem::path token_file;
  std::string token_variable;
  bool oauth1 = false;
  std::string signature = "HMAC-SHA1";
  std::vector<std::string> scopes;
  std::string school;
  std::vector<std::string> classes;
  std::filesystem::path ca_file;
  std::size_t page_size = 500;
};

void add_from_sis_options(CLI::App& command, FromSis& options);

// Reads the roster; progress goes to stderr. Ends the command when it cannot.
import::FetchedRoster fetch_from_sis(const FromSis& options);

} // namespace host_stub::commands
