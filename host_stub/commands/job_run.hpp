#pragma once
// Things that the plugin does at the SIS when a person asks for them (docs/documents.md,
// lms.job/1).
#include <string>

#include <boost/json/object.hpp>

#include "host_stub/commands/host_run.hpp"

namespace host_stub::commands {

// Asks through the SIS settings card of a domain, lets the plugin deliver until it is done, and
// gives back the lms.job/1, with its recording if it has one. Stops the command when the card
// refuses, or when the time is over first.
boost::json::object run_job(host::PluginSession& session, const host::ActionContext& who,
                            boost::json::object request, double timeout_s);

// The card's answer to one more question about a job.
boost::json::object ask_card(host::PluginSession& session, const host::ActionContext& who,
                             const boost::json::object& request);

// The checks of a report, one line each, with what to do next.
std::string checks_text(const boost::json::object& report);

// Failed checks end a command with `failed`; warnings do not.
ExitCode exit_code_of(const boost::json::object& job);

// An administrator of a domain, as the options of a command name them.
host::ActionContext administrator(gradebook::Gradebook& book, const std::string& user,
                                  const std::string& domain);

} // namespace host_stub::commands
