#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include "host_stub/commands/attention.hpp"
#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/commands/roster_report.hpp"
#include "host_stub/commands/stop_signals.hpp"
#include "host_stub/commands/switched_off.hpp"
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

// Who has left, and who is whom, comes before anything leaves: a grade that waits must not go to a
// student who left meanwhile. So it is told to an instance that only takes in.
std::size_t tell_roster_first(HostRun& run) {
  if (!run.book().roster_is_untold()) {
    return 0;
  }
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  const auto told = report_roster(run, session);
  const auto end = Clock::now() + 10s;
  while (session.pump() != 0 && Clock::now() < end) {
  }
  (void)session.stop();
  return told;
}

boost::json::value status_of(host::PluginSession& session) {
  return boost::json::parse(value_or_stop(session.status()));
}

boost::json::array json_list(const std::vector<std::string>& sentences) {
  boost::json::array list;
  for (const auto& sentence : sentences) {
    list.emplace_back(sentence);
  }
  return list;
}

Answer deliver(const CommonOptions& common, const DeliverOptions& options) {
  if (!options.until_empty && options.seconds == 0) {
    throw StopCommand({"How long to deliver was not said.", "Give --until-empty or --seconds N.",
                       ExitCode::usage});
  }
  StopSignals signals;
  HostRun run(common);
  const std::size_t roster = options.mode == "inline" ? tell_roster_first(run) : 0;
  auto& session = *value_or_stop(run.start_plugin(options.mode, options.lease_ms));
  const std::size_t swept = options.mode == "inline" ? sweep(run, session) : 0;
  auto begun = Clock::now();
  auto end = begun + seconds_of(options.until_empty ? options.timeout : options.seconds);
  for (;;) {
    auto unasked = session.pump();
    const auto now_is = status_of(session);
    // While delivery is held nothing more goes, however long one waits.
    bool still = is_held(now_is) || (pending_in(now_is) == 0 && open_jobs_in(now_is) == 0);
    bool done = options.until_empty && still && unasked == 0 && !is_reading(now_is);
    auto now = Clock::now();
    if (done || signals.raised() || now >= end) {
      break;
    }
    // The worker wakes the host for questions only, so progress is looked for in between.
    if (unasked != 0 && is_reading(now_is)) {
      continue;
    }
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - now) + 1ms;
    session.wait(std::min<std::chrono::milliseconds>(options.until_empty ? 50ms : 500ms, left));
  }
  session.pump();
  // A stopped instance answers nothing any more.
  auto status = status_of(session);
  const auto pending = pending_in(status);
  const auto jobs = open_jobs_in(status);
  auto left = left_in(status);
  std::ranges::move(switched_off_in(run, session), std::back_inserter(left));
  const auto attention =
      stuck_in(status) == 0 ? std::vector<std::string>() : attention_of(run, session, common);
  auto stopped = session.stop();
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
  boost::json::object document{{"pending", pending},
                               {"stuck", stuck_in(status)},
                               {"open_jobs", jobs},
                               {"left", json_list(left)},
                               {"attention", json_list(attention)},
                               {"roster", roster},
                               {"swept", swept},
                               {"took_ms", took},
                               {"plugin", status}};
  const bool works_on = pending != 0 || jobs != 0 || is_reading(status);
  std::string text = left.empty() ? "Everything is delivered.\n"
                     : works_on   ? "Not everything is delivered:\n"
                                  : "Nothing is left that goes by itself:\n";
  for (const auto& sentence : left) {
    text += "  " + sentence + "\n";
  }
  for (const auto& line : attention) {
    text += "  " + line + "\n";
  }
  if (stopped) {
    document["warning"] = stopped->message;
    text += "Warning: " + stopped->message + "\n";
  }
  return {std::move(document), std::move(text),
          works_on && options.until_empty ? ExitCode::work_remains : ExitCode::ok};
}

} // namespace

void add_deliver_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<DeliverOptions>();
  auto* command = add_command(
      app, common, exit_code, "deliver", "Let the plugin deliver, and pump it meanwhile",
      "  host_stub deliver --data /tmp/school --until-empty\n"
      "  host_stub deliver --data /tmp/school --until-empty --timeout 300\n"
      "  host_stub deliver --data /tmp/school --seconds 10 --mode deliver_only\n\n"
      "--until-empty ends with 0 when nothing is left that goes by itself, with 3 when the time is "
      "over first or an administrator must say whether the site moved; what is left is counted by "
      "its reason. SIGINT and SIGTERM end it in order.",
      [&common, options] { return deliver(common, *options); });
  auto* until =
      command->add_flag("--until-empty", options->until_empty,
                        "Until nothing is left that goes by itself");
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
