// One connection, ready for use: parsed, with its profile and its addresses. Immutable, so that the
// worker and the storage thread may read it at the same time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/outbox/rows.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/connection.hpp"
#include "plugin/settings/grading_choices.hpp"

namespace passback::exchange {

struct Route {
  settings::Connection connection;
  gradebook::DomainId domain_id;
  const oneroster::Profile* profile = nullptr; ///< of the catalogue, which outlives the worker, or
                                               ///< own_profile
  /// Keeps a profile alive that is this route's alone: as a test of the connection found the SIS to
  /// be, or with what people chose for one class.
  std::shared_ptr<const oneroster::Profile> own_profile = {};
  oneroster::Endpoint endpoint;
  oneroster::AuthWay way = oneroster::AuthWay::fixed_token;
};

using RoutePtr = std::shared_ptr<const Route>;

/// How many requests may begin in a second. What an administrator entered only slows down: the
/// profile says what the SIS bears.
double requests_per_second(const settings::Connection& connection,
                           const oneroster::Profile& profile);

/// profile_missing for a profile that this installation lacks; config for a connection that cannot
/// work as it is. `found`: what a test of the connection found out (exchange/conversation/
/// sis_capabilities.hpp); empty = nothing.
Result<RoutePtr> make_route(const outbox::ConnectionRow& row,
                            const oneroster::ProfileCatalog& profiles, std::string_view found = {});

/// The route as one class uses it: what people chose goes over the profile. Mostly `route` itself.
RoutePtr with_choices(const RoutePtr& route, const settings::GradingChoices& choices);

} // namespace passback::exchange
