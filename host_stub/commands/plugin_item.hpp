#pragma once
// The plugin's menu items by what a person types, for `action` and for the commands that use the
// settings card.
#include <string>
#include <string_view>

#include "host_stub/commands/host_run.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::commands {

// What a person typed for --item: the whole id, or the part behind the slash.
inline const host::MenuItem& find_item(const host::PluginSession& session,
                                       std::string_view typed) {
  std::string known;
  for (const host::MenuItem& item : session.menu_items()) {
    if (item.id == typed || item.id.ends_with("/" + std::string(typed))) {
      return item;
    }
    known += (known.empty() ? "" : ", ") + item.id;
  }
  throw StopCommand(
      {"The plugin has registered no menu item \"" + std::string(typed) + "\".",
       known.empty() ? "It has registered none at all." : "It has registered: " + known + ".",
       ExitCode::usage});
}

} // namespace host_stub::commands
