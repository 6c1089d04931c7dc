#pragma once
// One class as `host_stub sync` works on it: the person who uses the plugin's two items there, what
// the command was told, and how somebody is asked. On the thread of the command.
#include <string>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "host_stub/commands/host_run.hpp"
#include "host_stub/commands/names.hpp"

namespace host_stub::commands {

struct SyncOptions {
  std::string user;
  std::string class_id;
  std::string activity;
  std::string student;
  std::vector<std::string> changes;
  std::string out;
  std::string answer;
  std::string column;
  bool yes = false;
  bool again = false;
};

/// One class and one person in it, with the plugin's two items under Gradebook > Tools.
class ClassSync {
 public:
  // Stops the command where what was named is not there, or the plugin is not.
  ClassSync(const CommonOptions& common, const SyncOptions& options);

  boost::json::value ask(const char* item, const boost::json::object& request);
  // "Sync grades to SIS".
  boost::json::value ask_to_sync(const boost::json::object& request);

  // The request, of the activity and the student that were named only.
  boost::json::object scoped(boost::json::object request) const;

  // A command of this class, to be typed. `more` stands behind the class.
  std::string command(std::vector<std::string> words,
                      const std::vector<std::string>& more = {}) const;
  // What was said of this send or preview, to be said again.
  std::vector<std::string> scope_options() const;

  const CommonOptions& common() const { return common_; }
  const SyncOptions& options() const { return options_; }
  const std::string& title() const { return class_.title; }
  const std::string& activity() const { return activity_; }
  const std::string& student() const { return student_; }
  Names& names() { return names_; }

 private:
  const CommonOptions& common_;
  const SyncOptions& options_;
  HostRun run_;
  Names names_;
  gradebook::Class class_;
  std::string activity_, student_;
  host::ActionContext who_;
  host::PluginSession* session_ = nullptr;
};

// The plugin did not do it.
bool is_refused(const boost::json::value& reply);

// Whether somebody is at a terminal, and has not agreed beforehand.
bool may_ask(const ClassSync& sync);
// A person at a terminal is asked; everybody else has to have said so.
bool agrees(const ClassSync& sync, const std::string& question);

// What the plugin asks before it does it, on this day or once more; the request then has the answer
// that lets it go. Empty: it asks nothing.
std::string question_in(const boost::json::value& reply, boost::json::object& request);

} // namespace host_stub::commands
