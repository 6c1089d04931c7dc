#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/commands.hpp"
#include "host_stub/commands/find.hpp"
#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

struct ReconcileOptions {
  std::string domain;
  std::string in_class;
  bool begin_only = false;
  double timeout = 300;
};

boost::json::object query_of(gradebook::Gradebook& book, const ReconcileOptions& options) {
  gradebook::RosterStore roster(book);
  boost::json::object query{{"schema", "lms.reconcile_query/1"}};
  if (!options.in_class.empty()) {
    const auto found = value_or_stop(find_class(roster, options.in_class));
    query["class_id"] = found.id;
    query["school_year"] = found.school_year;
    query["domain_id"] = found.domain_id;
  } else if (!options.domain.empty()) {
    query["domain_id"] = value_or_stop(find_domain(roster, options.domain)).id;
  }
  return query;
}

// Ends when the plugin asks for nothing more: what it has not read by then waits for the next pump.
Answer reconcile(const CommonOptions& common, const ReconcileOptions& options) {
  HostRun run(common);
  const auto query = query_of(run.book(), options);
  auto& session = *value_or_stop(run.start_plugin("enqueue_only"));
  value_or_stop(session.reconcile(boost::json::serialize(query)));
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(options.timeout);
  while (!options.begin_only && session.pump() != 0 && std::chrono::steady_clock::now() < end) {
  }
  auto status = boost::json::parse(value_or_stop(session.status()));
  const auto unread = unread_in(status);
  return {std::move(status), unread.empty() ? "The gradebook was read.\n" : unread + "\n",
          unread.empty() ? ExitCode::ok : ExitCode::work_remains};
}

} // namespace

void add_reconcile_command(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<ReconcileOptions>();
  auto* command = add_command(
      app, common, exit_code, "reconcile",
      "Let the plugin read the gradebook anew, to find what no event told of",
      "  host_stub reconcile --data /tmp/school\n"
      "  host_stub reconcile --data /tmp/school --domain s-9101\n"
      "  host_stub reconcile --data /tmp/school --class c-4011\n\n"
      "What is found goes with the next `host_stub deliver`. Ends with 3 if something is left to "
      "be read.",
      [&common, options] { return reconcile(common, *options); });
  auto* domain =
      command->add_option("--domain", options->domain, "Only this domain, and what is below it")
          ->type_name("D");
  command->add_option("--class", options->in_class, "Only this class")
      ->type_name("C")
      ->excludes(domain);
  command->add_option("--timeout", options->timeout, "The longest that it takes, in seconds")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--begin", options->begin_only, "Read the first pages only");
}

} // namespace host_stub::commands
