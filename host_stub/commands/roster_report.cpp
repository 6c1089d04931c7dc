#include "host_stub/commands/roster_report.hpp"

#include <algorithm>
#include <vector>

#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {
namespace {

void must_be_taken(const host::Reported& told) {
  if (told.error) {
    throw StopCommand(told.error->to_failure());
  }
}

// One for each person. A student who was dropped and came back has two rows, in either order, and
// is in the class while any of them is active.
std::vector<gradebook::Enrolment> people_of(gradebook::RosterStore& roster,
                                            const std::string& class_id) {
  std::vector<gradebook::Enrolment> people;
  for (auto& row : roster.enrolments(class_id)) {
    const auto same =
        std::ranges::find(people, row.user_id, [](const auto& one) { return one.user_id; });
    if (same == people.end()) {
      people.push_back(std::move(row));
    } else if (row.active || !same->active) {
      *same = std::move(row);
    }
  }
  return people;
}

} // namespace

std::size_t report_roster(HostRun& run, host::PluginSession& session) {
  gradebook::RosterStore roster(run.book());
  host::FactReader facts(run.book());
  std::size_t told = 0;
  for (const auto& in_class : roster.classes()) {
    must_be_taken(session.report(facts.fact_of(in_class)));
    ++told;
    for (const auto& enrolment : people_of(roster, in_class.id)) {
      if (const auto user = roster.user(enrolment.user_id)) {
        must_be_taken(session.report(host::EnrolmentFact{enrolment, in_class, *user}));
        ++told;
      }
    }
  }
  run.book().set_roster_untold(false);
  return told;
}

} // namespace host_stub::commands
