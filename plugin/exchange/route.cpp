#include "plugin/exchange/route.hpp"

#include <algorithm>
#include <utility>

#include "plugin/exchange/conversation/sis_capabilities.hpp"
#include "plugin/oneroster/profile/profile_with_choices.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::exchange {

double requests_per_second(const settings::Connection& connection,
                           const oneroster::Profile& profile) {
  const int entered = connection.requests_per_second;
  return entered > 0 ? std::min<double>(profile.requests_per_second, entered)
                     : profile.requests_per_second;
}

Result<RoutePtr> make_route(const outbox::ConnectionRow& row,
                            const oneroster::ProfileCatalog& profiles, std::string_view found) {
  PASSBACK_TRY_AS(auto connection, settings::connection_from_json(row.document));
  auto route = std::make_shared<Route>();
  route->connection = std::move(connection);
  // The columns are what queries and keys use; the document must not tell another story.
  route->connection.id = row.id;
  route->connection.generation = row.generation;
  route->domain_id = row.domain_id;
  if (!route->connection.ca_file.empty()) {
    return Error{Code::certificate_file, {}};
  }
  route->profile = profiles.find(route->connection.profile);
  if (route->profile == nullptr) {
    return profiles.why_not(route->connection.profile);
  }
  if (!found.empty()) {
    route->own_profile = std::make_shared<const oneroster::Profile>(
        with_capabilities(*route->profile, capabilities_from_json(found)));
    route->profile = route->own_profile.get();
  }
  PASSBACK_TRY_AS(auto endpoint, oneroster::resolve_endpoint(route->connection, *route->profile));
  route->endpoint = std::move(endpoint);
  PASSBACK_TRY_AS(auto choice,
                  oneroster::choose_auth(route->connection, *route->profile, route->endpoint));
  route->way = choice.way;
  return RoutePtr(std::move(route));
}

RoutePtr with_choices(const RoutePtr& route, const settings::GradingChoices& choices) {
  if (!oneroster::changes_profile(*route->profile, choices)) {
    return route;
  }
  auto own = std::make_shared<Route>(*route);
  own->own_profile =
      std::make_shared<const oneroster::Profile>(oneroster::with_choices(*route->profile, choices));
  own->profile = own->own_profile.get();
  return own;
}

} // namespace passback::exchange
