// Where what holds for a choice of Sync grades settings comes from, beside the fields of a form:
// `effective_from`.
//
// [intake] On the host's thread; the host is asked for titles outside a transaction.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/settings/choice_origins.hpp"

namespace passback::actions {

/// Of the domains above a class or domain, and that one.
Result<settings::Origins> read_origins(decision::UnitOfWork& work,
                                       const gradebook::DomainId& domain);

/// Beside the fields of the form of a class, or of a domain, that have no value of their own.
void tell_origins_of_class(const ActionParts& parts, const settings::Origins& origins,
                           boost::json::object& form);
void tell_origins_of_domain(const ActionParts& parts, const settings::Origins& origins,
                            boost::json::object& form);

} // namespace passback::actions
