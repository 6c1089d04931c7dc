#pragma once
// Every route of OneRoster 1.1 and 1.2 that this provider serves, with the OAuth 2 scopes of each.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/sis/context.hpp"

namespace host_stub::sis {

using Handler = std::function<http::Response(const Context&)>;

struct Route {
  Version version;
  std::string method;
  std::string pattern; ///< below the base: "/classes/{}/lineItems"
  std::string base;    ///< "/ims/oneroster/gradebook/v1p2"
  std::vector<std::string>
      scopes; ///< full addresses; any or all of them, see SisConfig::scope_rule
  Handler handler;
  bool refused = false; ///< there, but switched off in this system
};

struct Match {
  const Route* route = nullptr;   ///< nullptr when the path or the method is unknown
  std::vector<std::string> ids;   ///< decoded
  std::vector<std::string> allow; ///< methods that the path has; empty = unknown path
};

class Router {
 public:
  explicit Router(const SisConfig& config) : config_(config) { rebuild(); }

  /// After a change of the settings.
  void rebuild();

  /// The version whose base path this is below; nothing outside both.
  std::optional<Version> version_of(std::string_view path) const;
  Match match(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  const SisConfig& config_;
  std::vector<Route> routes_;
};

/// Used by Router; each adds the routes of one service.
void add_rostering_routes(const SisConfig& config, std::vector<Route>& routes);
void add_gradebook_routes(const SisConfig& config, std::vector<Route>& routes);

} // namespace host_stub::sis
