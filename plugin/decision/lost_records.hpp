// An SIS that has lost most of what it had confirmed: a test server that was set up anew, a backup
// that was put back. That is one question to the administrator, whether everything goes again, and
// not a notice for each activity. What counts as gone is what delivery found so (State::unlinked).
#pragma once

#include <cstdint>
#include <string>

#include "plugin/outbox/transaction.hpp"

namespace passback::decision {

/// Fewer are somebody's work in the SIS, and stay what they are: each for itself.
constexpr std::int64_t kFewestLost = 5;

/// Activities that the SIS has confirmed, and those of them that it does not have any more.
struct LostRecords {
  std::int64_t gone = 0;
  std::int64_t confirmed = 0;
};
/// More than half of them, and more than a few.
bool are_most(const LostRecords& lost);

/// Of a connection as it is in that generation; nothing where most of it is there, or the answer to
/// as many was that they stay as they are.
Result<LostRecords> lost_records(outbox::Transaction& transaction, const std::string& connection_id,
                                 std::int64_t generation);

/// They stay said as they are; asked again only when more are gone.
Status leave_lost(outbox::Transaction& transaction, const std::string& connection_id,
                  std::int64_t generation);

bool is_lost(const outbox::Record& line_item);
/// The SIS confirmed that it has it, and nothing is known to the contrary.
bool is_confirmed_there(const outbox::Record& record);

} // namespace passback::decision
