#include "host_stub/commands/attention.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/commands/names.hpp"
#include "host_stub/commands/plugin_status.hpp"
#include "host_stub/gradebook/model.hpp"
#include "host_stub/support/json_member.hpp"
#include "lms_plugin/menu.h"

namespace host_stub::commands {
namespace {

namespace json = boost::json;

constexpr int kClassesNamed = 3;
constexpr std::size_t kLinesOfClass = 5;

// The classes of the whole site in which something needs attention, as its console lists them.
json::array classes_in_need(host::PluginSession& session) {
  const auto& items = session.menu_items();
  const auto console =
      std::ranges::find(items, LMS_ITEM_SYNC_CONSOLE, [](const auto& item) { return item.id; });
  if (console == items.end()) {
    return {};
  }
  const auto reply = session.invoke(
      *console, {.user_id = gradebook::kSiteAdministrator, .domain_id = gradebook::kRootDomain},
      json::serialize(
          json::object{{"op", "classes"}, {"with", "needs_attention"}, {"limit", kClassesNamed}}));
  const auto document = reply ? json::parse(reply.value()) : json::value();
  return list_at(document, "classes");
}

} // namespace

std::vector<std::string> attention_of(HostRun& run, host::PluginSession& session,
                                      const CommonOptions& options) {
  Names names(run.book());
  std::vector<std::string> lines;
  for (const auto& one : classes_in_need(session)) {
    const auto class_id = text_at(one, "class_id");
    const auto status =
        session.status(json::serialize(json::object{{"schema", "lms.status_query/1"},
                                                    {"class_id", class_id},
                                                    {"school_year", text_at(one, "school_year")}}));
    if (!status) {
      continue;
    }
    for (const auto& line : attention_in(json::parse(status.value()), names, kLinesOfClass)) {
      lines.push_back("  " + names.class_title(class_id) + ": " + line);
    }
    lines.push_back("All of it: host_stub status --data " + options.data.string() + " --class " +
                    class_id);
  }
  return lines;
}

} // namespace host_stub::commands
