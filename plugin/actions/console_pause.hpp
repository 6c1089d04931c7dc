// Pausing: nothing is sent from a domain and all below it until somebody lets it go on. Events are
// taken in meanwhile, and what waits goes by itself afterwards.
#pragma once

#include <chrono>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// Pauses the domain of `asker`, or lets it go on. The top of a domain tree is paused by whoever
/// operates the site.
Result<Reply> pause_domain(const ActionParts& parts, const Asker& asker, bool on,
                           std::chrono::milliseconds deadline);

/// {"domain_id","by","since_unix_ms","here","reason"} of the topmost pause that holds here; nothing
/// where none does.
Result<std::optional<boost::json::object>> pause_in(decision::UnitOfWork& work,
                                                    const texts::Words& words,
                                                    const gradebook::DomainId& domain);

} // namespace passback::actions
