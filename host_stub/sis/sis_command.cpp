#include "host_stub/sis/sis_command.hpp"

#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "host_stub/sis/server.hpp"

namespace host_stub::sis {

namespace {

struct Options {
  std::optional<std::uint16_t> port;
  std::string config;
  std::string data;
  std::string roster;
  std::string ca_file;
  bool tls = false;
};

int run(const Options& options) {
  try {
    auto config = options.config.empty() ? SisConfig{} : load_config(options.config);
    config.port = options.port.value_or(config.port);
    config.tls = config.tls || options.tls;
    for (const auto& [given, target] : {std::pair{&options.data, &config.data_file},
                                        std::pair{&options.roster, &config.roster_dir},
                                        std::pair{&options.ca_file, &config.ca_file}}) {
      if (!given->empty()) {
        *target = *given;
      }
    }
    SisServer server(std::move(config));
    server.stop_on_signals();
    std::cout << "SIS listening on " << server.url() << std::endl;
    server.run();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "sis: " << error.what() << '\n';
    return 1;
  }
}

} // namespace

void add_sis_command(CLI::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "sis", "Run a simulated SIS: a strict OneRoster 1.1 and 1.2 provider, for tests");
  command->add_option("--port", options->port, "Port on the loopback address; 0 chooses one");
  command
      ->add_option("--config", options->config,
                   "Settings (YAML or JSON), see docs/sis-simulator.md")
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
