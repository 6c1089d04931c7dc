// What of the host's gradebook has not been looked at yet (intake/sweep.hpp), as people read it: it
// is not delivered, and nobody knows whether it has to be.
#pragma once

#include <string_view>

#include <boost/json.hpp>

#include "plugin/intake/sweep.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::actions {

/// Adds "not_looked_at" of the whole site: {"domains","classes","scores","reason"}; nothing if all
/// has been looked at.
Status add_not_looked_at(outbox::Transaction& transaction, const texts::Words& words,
                         boost::json::object& document);
/// The same of one class: {"scores","reason"}, without scores as long as nobody has counted them.
Status add_not_looked_at(decision::UnitOfWork& work, const decision::ClassView& view,
                         const texts::Words& words, boost::json::object& document);

/// lms.reconcile_query/1; empty = the whole site. Code::document names the member that does not
/// fit.
Result<intake::SweepRequest> read_sweep_request(std::string_view text,
                                                const gradebook::DomainId& default_domain);

} // namespace passback::actions
