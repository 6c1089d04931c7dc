#include "plugin/delivery/worker/fresh_reads.hpp"

namespace passback::delivery {

using exchange::Lookup;

FreshReads::Key FreshReads::key_of(const exchange::PlannedRequest& planned, Lookup lookup) {
  return {planned.route->connection.id, lookup, subject_of(planned, lookup)};
}

std::optional<outbox::SisDocumentRow> FreshReads::learned(const exchange::LearnedOfClass& learned,
                                                          std::uint64_t settlement,
                                                          std::int64_t now_unix_ms) {
  const auto lookup = learned.lookup;
  const auto kind = exchange::kept_as(lookup);
  if (!kind || !learned.known.has(lookup)) {
    return std::nullopt;
  }
  outbox::SisDocumentRow row;
  row.connection_id = learned.route->connection.id;
  row.connection_generation = learned.route->connection.generation;
  row.kind = stored_name(*kind);
  row.key = learned.subject.value;
  row.document = kept_text(lookup, learned.known);
  row.read_unix_ms = now_unix_ms;
  if (lookup == Lookup::line_items) {
    return row; // it grows with each line item that is made: nobody else's titles are held against
                // it
  }
  auto& fresh = fresh_[{row.connection_id, lookup, learned.subject}];
  fresh.saved_with = settlement;
  fresh.known.take(lookup, learned.known);
  return row;
}

void FreshReads::saved(std::uint64_t settlement) {
  std::erase_if(fresh_, [&](const auto& one) { return one.second.saved_with == settlement; });
}

void FreshReads::give(exchange::RecordExchange& exchange) const {
  for (const Lookup lookup : exchange.planned().reads) {
    const auto found = fresh_.find(key_of(exchange.planned(), lookup));
    if (found != fresh_.end()) {
      exchange.take_known(lookup, found->second.known);
    }
  }
}

bool FreshReads::on_its_way(const exchange::PlannedRequest& planned, Lookup lookup) const {
  return on_their_way_.contains(key_of(planned, lookup));
}

void FreshReads::left(const exchange::PlannedRequest& planned, Lookup lookup) {
  on_their_way_.insert(key_of(planned, lookup));
}

void FreshReads::came_back(const exchange::PlannedRequest& planned, Lookup lookup) {
  on_their_way_.erase(key_of(planned, lookup));
}

} // namespace passback::delivery
