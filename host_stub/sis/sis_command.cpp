#include "host_stub/sis/sis_command.hpp"

#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "host_stub/sis/profiles.hpp"
#include "host_stub/sis/server.hpp"

namespace host_stub::sis {

namespace {

struct Options {
  std::optional<std::uint16_t> port;
  std::string profile;
  std::string config;
  std::string data;
  std::string roster;
  std::string ca_file;
  bool tls = false;
  bool list_profiles = false;
};

void list_profiles() {
  for (const auto& name : profile_names()) {
    std::cout << name << std::string(name.size() < 22 ? 22 - name.size() : 1, ' ')
              << load_profile(name).title << '\n';
  }
}

/// Profiles have base paths and token addresses of their own.
void tell_addresses(const SisServer& server) {
  const auto& config = server.config();
  if (config.versions.contains("1.1")) {
    std::cout << "OneRoster 1.1 at " << server.url() << config.base_1p1 << '\n';
  }
  if (config.versions.contains("1.2")) {
    std::cout << "OneRoster 1.2 at " << server.url() << config.rostering_1p2 << " and "
              << server.url() << config.gradebook_1p2 << '\n';
  }
  if (config.accept_oauth2) {
    std::cout << "Tokens at " << server.url() << config.token_path << '\n';
  }
  std::cout << std::flush;
}

/// The profile, under the file with settings, under what was given by itself.
SisConfig config_of(const Options& options) {
  SisConfig config;
  if (!options.profile.empty()) {
    config = load_profile(options.profile);
  }
  if (!options.config.empty()) {
    config = load_config(options.config, std::move(config));
  }
  config.port = options.port.value_or(config.port);
  config.tls = config.tls || options.tls;
  for (const auto& [given, target] : {std::pair{&options.data, &config.data_file},
                                      std::pair{&options.roster, &config.roster_dir},
                                      std::pair{&options.ca_file, &config.ca_file}}) {
    if (!given->empty()) {
      *target = *given;
    }
  }
  return config;
}

int run(const Options& options) {
  try {
    if (options.list_profiles) {
      list_profiles();
      return 0;
    }
    SisServer server(config_of(options));
    server.stop_on_signals();
    std::cout << "SIS listening on " << server.url() << std::endl;
    if (!options.profile.empty()) {
      tell_addresses(server);
    }
    server.run();
    return 0;
  } catch (const http::PortInUse& error) {
    std::cerr << error.what()
              << "; take another with --port, or 0.\nNext: host_stub sis --port 0\n";
    return 1;
  } catch (const std::exception& error) {
    std::cerr << "sis: " << error.what() << "\nHow it is used: host_stub sis --help\n";
    return 1;
  }
}

} // namespace

void add_sis_command(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "sis", "Run a simulated SIS: a strict OneRoster 1.1 and 1.2 provider, for tests");
  command->add_option("--port", options->port, "Port on the loopback address; 0 chooses one");
  command->add_option("--profile", options->profile,
                      "Behave as this SIS is known to; --list-profiles names them");
  command->add_flag("--list-profiles", options->list_profiles,
                    "List the profiles, a line each, and end");
  command
      ->add_option("--config", options->config,
                   "Settings (YAML or JSON) over those of the profile, see docs/sis-simulator.md")
      ->check(CLI::ExistingFile);
  command->add_option("--data", options->data,
                      "SQLite file that keeps the records; without it they are in memory");
  command->add_option("--roster", options->roster, "Folder with a OneRoster CSV bundle to load")
      ->check(CLI::ExistingDirectory);
  command->add_flag("--tls", options->tls, "Serve https with a certificate made at start");
  command->add_option("--ca-file", options->ca_file,
                      "Where to write the CA certificate that clients are to trust (with --tls)");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

} // namespace host_stub::sis
