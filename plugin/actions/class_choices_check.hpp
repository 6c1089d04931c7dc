// Whether what a save of Sync grades settings newly chooses is there: activities of the class,
// categories, grading periods and places for final grades of the SIS.
//
// [intake] Inside one transaction.
#pragma once

#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {

/// Names each id that is not in its list. What stood there before, and is gone since, stops no
/// save. Where the list was not read, too long ago for intake to judge by it, or is empty, nobody
/// can tell, and the id is taken as it is.
Status check_choices(decision::UnitOfWork& work, const decision::Origin& origin,
                     const settings::ClassSettings& stored, const settings::ClassSettings& now,
                     std::vector<Problem>& problems);

} // namespace passback::actions
