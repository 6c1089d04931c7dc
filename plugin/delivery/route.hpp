// One connection, ready for use: parsed, with its profile and its addresses. Immutable, so that the
// worker and the storage thread may read it at the same time.
#pragma once

#include <memory>
#include <string>

#include "plugin/oneroster/auth.hpp"
#include "plugin/oneroster/endpoint.hpp"
#include "plugin/oneroster/profile_catalog.hpp"
#include "plugin/outbox/rows.hpp"
#include "plugin/platform/result.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::delivery {

struct Route {
  settings::Connection connection;
  gradebook::DomainId domain_id;
  const oneroster::Profile* profile = nullptr; ///< of the catalogue, which outlives the worker
  oneroster::Endpoint endpoint;
  oneroster::AuthWay way = oneroster::AuthWay::fixed_token;
};

using RoutePtr = std::shared_ptr<const Route>;

/// profile_missing for a profile that this installation lacks; config for a connection that cannot
/// work as it is.
Result<RoutePtr> make_route(const outbox::ConnectionRow& row,
                            const oneroster::ProfileCatalog& profiles);

} // namespace passback::delivery
