// The one reader of what people are to be told because a day has come: the daily digest, what
// comes before a grading period ends, and before credentials do. At an hour of the domain's time
// zone, once, whatever process asks, and not at all when there is nothing to do.
//
// [intake] On the host's thread, in pump.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/due_notice.hpp"

namespace passback::actions {

/// The day whose notices are due at that moment: it begins at `hour` in that zone. Empty for a zone
/// that nobody knows. Pure but for the system's zone files.
std::string day_of_notices(std::int64_t unix_ms, std::string_view zone, int hour);

struct DueNotices {
  std::vector<DueNotice> notices;
  /// What is written down once they were told.
  std::vector<std::function<Status(decision::UnitOfWork&)>> when_told;
};

/// Those that are due now. They are taken for five minutes, so that no other process tells them
/// meanwhile; those of a process that ends before note_told are due again then.
Result<DueNotices> take_due_notices(const ActionParts& parts, std::chrono::milliseconds deadline);
/// The host was told: no process, and none that is started again, tells them anew.
Status note_told(const ActionParts& parts, const DueNotices& due,
                 std::chrono::milliseconds deadline);

/// What holds in the domain for its notices.
Result<settings::SendingRules> rules_of_notices(decision::UnitOfWork& work,
                                                const gradebook::DomainId& domain);

} // namespace passback::actions
