// How long it takes until everything that waits is in the SIS: a request for each record, at the
// pace of the SIS. Said where a person looks before a first send of thousands of grades,
// and while it lasts.
#pragma once

#include <cstdint>

#include <boost/json.hpp>

#include "plugin/actions/phrase_members.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/settings/connection.hpp"

namespace passback::actions {

/// "About 20 minutes", in a sentence; empty for what is done within a minute.
Phrase estimate_text(std::int64_t seconds);
/// How many seconds so many requests take; 0 where no requests are made (files) or the profile is
/// not known.
std::int64_t seconds_of(std::int64_t requests, const settings::Connection& connection,
                        const oneroster::ProfileCatalog& profiles);

/// "estimate": {"requests", "seconds", "text"}, where there is something to say.
void put_estimate(boost::json::object& document, const texts::Words& words, std::int64_t requests,
                  const settings::Connection& connection,
                  const oneroster::ProfileCatalog& profiles);

/// The same of requests that take so many seconds.
void put_estimate(boost::json::object& document, const texts::Words& words, std::int64_t requests,
                  std::int64_t seconds);

/// Line items and results that are on their way, of the "counts" of a status.
std::int64_t on_their_way(const boost::json::array& counts);

} // namespace passback::actions
