// What a class had at the SIS before we made something there, kept until it is known what became of
// it: of two line items that look alike, only the new one can be ours.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "plugin/exchange/step_result.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// To be stored before the request leaves.
outbox::SisDocumentRow before_row(const exchange::ListedBefore& listed, std::int64_t now_unix_ms);
/// nullopt = nothing was kept.
Result<std::optional<std::set<std::string>>> read_before(outbox::Transaction& transaction,
                                                         const outbox::Record& record);

/// Whether a connection has shown what becomes of the ids that we propose.
outbox::SisDocumentRow proof_row(const exchange::Route& route, std::int64_t now_unix_ms);
Result<bool> read_proof(outbox::Transaction& transaction, const exchange::Route& route);

} // namespace passback::delivery
