// Where a part of the module says something for the host's log. Safe from every thread; nothing is
// written at once: lines wait in a bounded queue until the host pumps (plugin/abi/host_queue.hpp).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace passback::platform {

enum class LogLevel { debug = 1, info, warning, error, host_misbehaving, plugin_misbehaving };

class Log {
 public:
  virtual ~Log() = default;
  /// event: stable name "delivery.account_down"; message: a plain sentence. No secrets, names or
  /// scores in any of them; ids of people only at debug level.
  virtual void
  write(LogLevel level, std::string_view event, std::string_view message,
        std::initializer_list<std::pair<std::string_view, std::string>> fields = {}) = 0;
};

} // namespace passback::platform
