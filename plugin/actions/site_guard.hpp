// The site guard's question, "did this site move, or is it a copy?": whom it is put to, and the
// answer. It holds or frees every tenant's grades, so it is for whoever manages the whole site.
#pragma once

#include <chrono>

#include "plugin/actions/actions.hpp"

namespace passback::actions {

/// Code::denied unless the asker manages the top of each domain tree that has a connection, and of
/// their own: the answer is about all of them. Code::busy while the host has not said.
Status may_answer_for_site(const ActionParts& parts, const Asker& asker);

/// moved: sending goes on; else nothing is sent from here. Refused while nothing is asked.
Result<Reply> answer_site_guard(const ActionParts& parts, const Asker& asker, bool moved,
                                std::chrono::milliseconds deadline);

} // namespace passback::actions
