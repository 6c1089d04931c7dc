// What the actions share: reading and committing with the settings of a place in the host's tree.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/actions.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/accounts.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::actions {

/// Runs `body` in a read transaction. A domain that nobody has asked about counts as a root of its
/// own.
Status read_work(const ActionParts& parts,
                 const std::function<Status(decision::UnitOfWork& work)>& body);
/// Runs `body` in a write transaction. It may be run again: it must begin anew each time.
Status commit_work(const ActionParts& parts, std::chrono::milliseconds deadline,
                   const std::function<Status(decision::UnitOfWork& work)>& body);

/// Makes sure that the outbox knows where the domain stands, asking the host if need be.
Status learn_domain(const ActionParts& parts, const gradebook::DomainId& domain,
                    std::chrono::milliseconds deadline);

/// The language that the asker reads.
texts::Words language_of(const ActionParts& parts, const Asker& asker);

gradebook::DomainId domain_of(const ActionParts& parts, const Asker& asker);
decision::Origin origin_of(const Asker& asker);

/// The account of a connection as it stands for that connection, if it is known.
using outbox::account_of;

/// The line items of the class, at most 2000: what its forms offer choices for.
Result<std::vector<outbox::Record>> line_items_of_class(decision::UnitOfWork& work,
                                                        const decision::ClassView& view);

} // namespace passback::actions
