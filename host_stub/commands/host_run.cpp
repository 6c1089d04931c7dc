#include "host_stub/commands/host_run.hpp"

#include "host_stub/commands/open_gradebook.hpp"

namespace host_stub::commands {

HostRun::HostRun(const CommonOptions& options)
    : options_(options), book_(open_gradebook(options)), log_(options.data, options.verbose) {}

Result<host::PluginSession*> HostRun::start_plugin(const std::string& run_mode,
                                                   std::int64_t lease_ms) {
  session_.reset(); // a process has one instance on a data directory
  auto plugin = loader::load_plugin(options_.manifest.empty() ? loader::default_manifest()
                                                              : options_.manifest);
  if (!plugin) {
    return plugin.failure();
  }
  auto site = book_.site();
  site.id = options_.site_id.empty() ? site.id : options_.site_id;
  site.url = options_.site_url.empty() ? site.url : options_.site_url;
  auto session = host::PluginSession::open(plugin.value(), book_, site, log_,
                                           {.data = options_.data,
                                            .run_mode = run_mode,
                                            .log_level = options_.verbose ? "debug" : "",
                                            .lease_ms = lease_ms,
                                            .late_answers = options_.late_answers,
                                            .closed_gradebook = options_.closed_gradebook,
                                            .clock_ahead_ms = options_.clock_ahead_s * 1000,
                                            .operator_file = options_.operator_file});
  if (!session) {
    return session.failure();
  }
  session_ = std::move(session.value());
  return session_.get();
}

std::vector<host::Reported> HostRun::report(host::PluginSession& session,
                                            const std::vector<host::ScoreFact>& facts) {
  auto reported = session.report(facts);
  gradebook::ScoreStore scores(book_);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    scores.mark_for_sweep(facts[i].score.activity_id, facts[i].score.student_id,
                          reported[i].error ? reported[i].error->message : "");
  }
  return reported;
}

host::Reported HostRun::report(host::PluginSession& session, const host::ActivityFact& fact) {
  auto reported = session.report(fact);
  gradebook::ActivityStore(book_).mark_for_sweep(fact.activity.id,
                                                 reported.error ? reported.error->message : "");
  return reported;
}

void HostRun::mark_all(const std::vector<host::ScoreFact>& facts, const std::string& reason) {
  gradebook::ScoreStore scores(book_);
  for (const host::ScoreFact& fact : facts) {
    scores.mark_for_sweep(fact.score.activity_id, fact.score.student_id, reason);
  }
}

} // namespace host_stub::commands
