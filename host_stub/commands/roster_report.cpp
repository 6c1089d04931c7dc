#include "host_stub/commands/roster_report.hpp"

#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

void must_be_taken(const host::Reported& told) {
  if (told.error) {
    throw StopCommand(told.error->to_failure());
  }
}

} // namespace

std::size_t report_roster(HostRun& run, host::PluginSession& session) {
  gradebook::RosterStore roster(run.book());
  std::size_t told = 0;
  for (const auto& in_class : roster.classes()) {
    must_be_taken(session.report(in_class));
    ++told;
    for (const auto& enrolment : roster.enrolments(in_class.id)) {
      if (const auto user = roster.user(enrolment.user_id)) {
        must_be_taken(session.report(host::EnrolmentFact{enrolment, in_class, *user}));
        ++told;
      }
    }
  }
  run.book().set_roster_untold(false);
  return told;
}

std::size_t report_untold_roster(HostRun& run, host::PluginSession& session) {
  return run.book().roster_is_untold() ? report_roster(run, session) : 0;
}

} // namespace host_stub::commands
