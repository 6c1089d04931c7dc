#include <chrono>
#include <memory>
#include <optional>

#include <boost/json/parse.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/commands/stop_signals.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct DeliverOptions {
  bool until_empty = false;
  double seconds = 0;
  double timeout = 60;
  std::string mode = "inline";
  std::int64_t lease_ms = 0;
};

Clock::duration seconds_of(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

// What an earlier save could not hand over.
std::size_t sweep(HostRun& run, host::PluginSession& session) {
  host::FactReader reader(run.book());
  auto activities = gradebook::ActivityStore(run.book()).waiting_for_sweep();
  for (auto& activity : activities) {
    run.report(session, reader.fact_of(std::move(activity)));
  }
  std::vector<host::ScoreFact> facts;
  for (auto& score : gradebook::ScoreStore(run.book()).waiting_for_sweep()) {
    facts.push_back(reader.fact_of(std::move(score)));
  }
  run.report(session, facts);
  return activities.size() + facts.size();
}

boost::json::value status_of(host::PluginSession& session) {
  return boost::json::parse(value_or_stop(session.status()));
}

Answer deliver(const CommonOptions& common, const DeliverOptions& options) {
  if (!options.until_empty && options.seconds == 0) {
    throw StopCommand({"How long to deliver was not said.", "Give --until-empty or --seconds N.",
                       ExitCode::usage});
  }
  StopSignals signals;
  HostRun run(common);
  auto& session = *value_or_stop(run.start_plugin(options.mode, options.lease_ms));
  std::size_t roster = 0, swept = 0;
  if (options.mode == "inline") {
    roster = report_untold_roster(run, session);
    swept = sweep(run, session);
  }
  auto begun = Clock::now();
  auto end = begun + seconds_of(options.until_empty ? options.timeout : options.seconds);
  std::int64_t pending = 0;
  for (;;) {
    auto unasked = session.pump();
    pending = pending_in(status_of(session));
    bool done = options.until_empty && pending == 0 && unasked == 0;
    auto now = Clock::now();
    if (done || signals.raised() || now >= end) {
      break;
    }
    // The worker wakes the host for questions only, so progress is looked for in between.
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - now) + 1ms;
    session.wait(std::min<std::chrono::milliseconds>(options.until_empty ? 50ms : 500ms, left));
  }
  session.pump();
  // A stopped instance answers nothing any more.
  auto status = status_of(session);
  pending = pending_in(status);
  const auto stuck = stuck_in(status);
  auto stopped = session.stop();
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
  boost::json::object document{{"pending", pending},
                               {"stuck", stuck},
                               {"roster", roster},
                               {"swept", swept},
                               {"took_ms", took},
                               {"plugin", status}};
  std::string text =
      pending == 0
          ? (stuck == 0 ? "Everything is delivered.\n"
                        : "Nothing is left to deliver, but " + std::to_string(stuck) +
                              (stuck == 1 ? " record needs" : " records need") +
                              " somebody's attention.\nWhich, and why: host_stub status --data " +
                              common.data.string() + " --class C\n")
          : std::to_string(pending) + (pending == 1 ? " record is" : " records are") +
                " still on the way; they are kept and go with the next `host_stub deliver`.\n" +
                "Why: host_stub status --data " + common.data.string() + "\n";
  if (stopped) {
    document["warning"] = stopped->message;
    text += "Warning: " + stopped->message + "\n";
  }
  return {std::move(document), std::move(text),
          pending == 0 || !options.until_empty ? ExitCode::ok : ExitCode::work_remains};
}

} // namespace

void add_deliver_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<DeliverOptions>();
  auto* command = add_command(
      app, common, exit_code, "deliver", "Let the plugin deliver, and pump it meanwhile",
      "  host_stub deliver --data /tmp/school --until-empty\n"
      "  host_stub deliver --data /tmp/school --until-empty --timeout 300\n"
      "  host_stub deliver --data /tmp/school --seconds 10 --mode deliver_only\n\n"
      "--until-empty ends with 0 when nothing is left to deliver, with 3 when the time is over "
      "first. SIGINT and SIGTERM end it in order.",
      [&common, options] { return deliver(common, *options); });
  auto* until =
      command->add_flag("--until-empty", options->until_empty, "Until nothing is left to deliver");
  auto* seconds = command->add_option("--seconds", options->seconds, "For so long")
                      ->type_name("N")
                      ->check(CLI::PositiveNumber);
  until->excludes(seconds);
  command
      ->add_option("--timeout", options->timeout,
                   "The longest that --until-empty takes, in seconds")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--mode", options->mode, "The plugin's run mode")
      ->check(CLI::IsMember({"inline", "deliver_only"}))
      ->capture_default_str();
  command
      ->add_option("--lease-ms", options->lease_ms,
                   "How long an account lease lasts (default: the plugin's)")
      ->type_name("MS");
}

} // namespace host_stub::commands
