#pragma once
// The host as most commands need it: an open gradebook, its log, and a plugin that is loaded
// when it is asked for. One thread, that of the command.
#include <memory>
#include <string>
#include <vector>

#include "host_stub/commands/common.hpp"
#include "host_stub/host/plugin_session.hpp"

namespace host_stub::commands {

// A gradebook with the plugin beside it, for the length of a command.
class HostRun {
 public:
  // Opens the gradebook (an import must have made it), not yet the plugin. Stops the command if
  // there is none.
  explicit HostRun(const CommonOptions& options);

  gradebook::Gradebook& book() { return book_; }

  // Loads the plugin and starts an instance; the failure is a value, because a teacher's save goes
  // on without.
  Result<host::PluginSession*> start_plugin(const std::string& run_mode, std::int64_t lease_ms = 0);

  // Tells the plugin these facts, marks what it does not take for the sweep, and unmarks what it
  // takes.
  std::vector<host::Reported> report(host::PluginSession& session,
                                     const std::vector<host::ScoreFact>& facts);
  host::Reported report(host::PluginSession& session, const host::ActivityFact& fact);
  // The same when there is no plugin to tell: everything is marked.
  void mark_all(const std::vector<host::ScoreFact>& facts, const std::string& reason);

 private:
  CommonOptions options_;
  gradebook::Gradebook book_;
  host::LogFile log_;
  std::unique_ptr<host::PluginSession> session_;
};

} // namespace host_stub::commands
