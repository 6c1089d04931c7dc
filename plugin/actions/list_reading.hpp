// The lists of the SIS that a teacher chooses among in Sync grades settings (categories, places for
// final grades, grading periods) as jobs: read anew when somebody asks, and by themselves when the
// form is opened and one was never read or is a day old.
//
// [intake] On the host's thread.
#pragma once

#include <chrono>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// refresh_categories: asks for the lists of a class, of each SIS that it speaks to, to be read
/// anew.
Result<Reply> refresh_lists(const ActionParts& parts, const Asker& asker,
                            std::chrono::milliseconds deadline);

/// For whoever opens the form to fill it in: asks for the lists where one that can be read was
/// never read, or is a day old, and nobody reads it or has just tried. True: something was asked. A
/// form is shown all the same where that cannot be stored now.
bool read_old_lists(const ActionParts& parts, const Asker& asker,
                    std::chrono::milliseconds deadline);

} // namespace passback::actions
