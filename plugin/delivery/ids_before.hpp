// What a class had at the SIS before we made something there, kept until it is known what became of
// it: of two line items that look alike, only the new one can be ours.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "plugin/exchange/step_result.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// To be stored before the request leaves.
outbox::ListedBeforeRow before_row(const exchange::ListedBefore& listed);
/// nullopt = nothing was kept.
Result<std::optional<std::set<std::string>>> read_before(outbox::Transaction& transaction,
                                                         const outbox::Record& record);

} // namespace passback::delivery
