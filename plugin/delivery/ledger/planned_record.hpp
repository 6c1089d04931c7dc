// Turns one due record into a request, or says where it belongs instead.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/enrolment_settings.hpp"
#include "plugin/exchange/planned_request.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

/// Either a request, or a state to park the record in.
struct Preparation {
  bool go = false;
  std::int64_t later_ms = 0; ///< neither: it stays ready, and is looked at again after that
  exchange::PlannedRequest planned;
  outbox::State state = outbox::State::waiting;
  Code code = Code::none;
};

/// What holds for all records of one round.
struct RoundFacts {
  std::int64_t now_unix_ms = 0;
  std::int64_t settings_generation = 0;
  /// Nothing is left to be placed anew: what intake made of a record under these settings holds.
  bool all_placed = false;
};

/// Reads what the request needs (parents, class) and derives it on trial. Changes nothing. Errors
/// are those of the storage.
Result<Preparation> prepare(outbox::Transaction& transaction, const exchange::RoutePtr& route,
                            const decision::Held& held, const outbox::Record& record,
                            const RoundFacts& round);

} // namespace passback::delivery
