// What the outcome of a request does to its record. Pure: what storage has to be asked for first,
// settle.cpp asks.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/exchange/outcome.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::delivery {

enum class Standing {
  open,      ///< it goes by itself, or waits for what its code names
  confirmed, ///< the SIS acknowledged what was sent
  refused,   ///< it goes no further before a person has looked: people hear of it
};

/// What became of a record, and what the history calls it.
struct Ending {
  std::string event;
  Standing standing = Standing::open;
};

/// A refusal is taken at the SIS's word.
Ending end_request(const exchange::Outcome& outcome, outbox::Record& record,
                   std::int64_t now_unix_ms);

/// The SIS measured a result by a line item of before: it waits for the one of now.
Ending end_early_request(const exchange::Outcome& outcome, outbox::Record& result,
                         std::int64_t now_unix_ms);

} // namespace passback::delivery
