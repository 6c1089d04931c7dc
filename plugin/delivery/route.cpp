#include "plugin/delivery/route.hpp"

#include <utility>

#include "plugin/oneroster/conversation/found.hpp"
#include "plugin/oneroster/with_choices.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::delivery {

Result<RoutePtr> make_route(const outbox::ConnectionRow& row,
                            const oneroster::ProfileCatalog& profiles, std::string_view found) {
  auto connection = settings::connection_from_json(row.document);
  if (!connection) {
    return connection.error();
  }
  auto route = std::make_shared<Route>();
  route->connection = std::move(*connection);
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
        oneroster::with_found(*route->profile, oneroster::found_from_json(found)));
    route->profile = route->own_profile.get();
  }
  auto endpoint = oneroster::resolve_endpoint(route->connection, *route->profile);
  if (!endpoint) {
    return endpoint.error();
  }
  route->endpoint = std::move(*endpoint);
  auto choice = oneroster::choose_auth(route->connection, *route->profile, route->endpoint);
  if (!choice) {
    return choice.error();
  }
  route->way = choice->way;
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

} // namespace passback::delivery
