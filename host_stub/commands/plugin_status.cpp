#include "host_stub/commands/plugin_status.hpp"

namespace host_stub::commands {

std::int64_t pending_in(const boost::json::value& status) {
  const auto* object = status.if_object();
  const auto* pending = object == nullptr ? nullptr : object->if_contains("pending");
  return pending != nullptr && pending->is_number() ? pending->to_number<std::int64_t>() : 0;
}

} // namespace host_stub::commands
