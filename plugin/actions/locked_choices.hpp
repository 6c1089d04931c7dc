// What an administrator locked of Sync grades settings (settings/teacher_choices.hpp): the switches
// of the card, the fields that are only looked at, and the words of a refused change.
//
// [intake] On the host's thread; the host is asked for titles outside a transaction.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::actions {

/// What people call the domains that locked something: id -> title, or the id where the host has no
/// title.
using LockedBy = std::map<gradebook::DomainId, std::string>;

LockedBy locked_by(const ActionParts& parts, const settings::Locks& locks);

/// The fields of a class, or of a domain, that somebody above has locked.
void lock_of_class(FormDocument& form, const settings::Locks& locks, const LockedBy& by);
/// On the page of one activity, whose fields stand for choices of its class.
void lock_of_activity(FormDocument& form, const settings::Locks& locks, const LockedBy& by);
void lock_of_domain(FormDocument& form, const settings::Locks& locks, const LockedBy& by);

/// One problem for each member that was changed though it is locked; it is named as the form names
/// it.
void refuse_locked(const std::vector<std::string>& changed, const settings::Locks& locks,
                   const LockedBy& by, std::vector<Problem>& problems);

/// The card's switches "locked.NAME".
void add_locks(FormDocument& form, const std::vector<std::string>& own,
               const settings::Locks& above, const LockedBy& by);
/// The member `locked`: names, or a block of switches. What is not in a block stays.
void read_locks(const boost::json::object& object, std::vector<std::string>& own,
                std::vector<Problem>& problems);

/// What the administrator's table says, on the teacher's page.
void add_category_table(FormDocument& form, const settings::SendingRules& rules);

} // namespace passback::actions
