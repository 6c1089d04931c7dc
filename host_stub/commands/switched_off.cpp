#include "host_stub/commands/switched_off.hpp"

#include <algorithm>
#include <cstdint>
#include <map>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/gradebook/roster_store.hpp"
#include "host_stub/gradebook/score_store.hpp"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

// The button that sends grades. A class from which nothing may be sent has it switched off, with
// the reason.
const host::MenuItem* sending_item(const host::PluginSession& session) {
  const auto& items = session.menu_items();
  const auto found = std::ranges::find(items, "gradebook.tools/sync_grades_to_sis",
                                       [](const auto& item) { return item.id; });
  return found == items.end() ? nullptr : &*found;
}

// Why nothing of the class may be sent; empty: it may.
std::string why_not(host::PluginSession& session, const host::MenuItem& item,
                    const gradebook::Class& in_class) {
  const auto state = session.item_state(item, {.user_id = gradebook::kSiteAdministrator,
                                               .domain_id = in_class.domain_id,
                                               .class_id = in_class.id,
                                               .school_year = in_class.school_year});
  const bool policy = state && state.value().reason_code.starts_with("policy.");
  return policy && !state.value().enabled ? state.value().reason : std::string();
}

// What the plugin has kept stands in its own counts.
std::int64_t kept_of(host::PluginSession& session, const gradebook::Class& in_class) {
  const auto status = session.status(json::serialize(json::object{
      {"schema", "lms.status_query/1"}, {"class_id", in_class.id}, {"records", false}}));
  return status ? results_in(json::parse(status.value())) : 0;
}

} // namespace

std::vector<std::string> switched_off_in(HostRun& run, host::PluginSession& session) {
  const auto* item = sending_item(session);
  if (item == nullptr) {
    return {};
  }
  gradebook::ScoreStore scores(run.book());
  std::map<std::string, std::int64_t> by_reason;
  for (const auto& in_class : gradebook::RosterStore(run.book()).classes()) {
    const auto there = scores.count_of_class(in_class.id);
    const auto why = there == 0 ? std::string() : why_not(session, *item, in_class);
    const auto not_kept = why.empty() ? 0 : there - kept_of(session, in_class);
    if (not_kept > 0) {
      by_reason[why] += not_kept;
    }
  }
  std::vector<std::string> sentences;
  for (const auto& [why, number] : by_reason) {
    const bool one = number == 1;
    sentences.push_back(std::to_string(number) + (one ? " grade" : " grades") + ": " + why + " " +
                        (one ? "It goes" : "They go") + " by " + (one ? "itself" : "themselves") +
                        " once that is changed in SIS settings.");
  }
  return sentences;
}

} // namespace host_stub::commands
