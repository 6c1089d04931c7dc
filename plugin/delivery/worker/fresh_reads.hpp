// What was read of classes and is not in the outbox yet: whoever was planned before it is gets it
// from here; and which reads are on their way, so that nobody reads the same twice. Belongs to the
// worker's thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "plugin/exchange/record_exchange.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::delivery {

class FreshReads {
 public:
  /// The row to be stored with the settlement of that number; none = it ages too fast to be kept.
  std::optional<outbox::SisDocumentRow> learned(const exchange::LearnedOfClass& learned,
                                                std::uint64_t settlement, std::int64_t now_unix_ms);
  /// That settlement is in the outbox.
  void saved(std::uint64_t settlement);
  void give(exchange::RecordExchange& exchange) const;

  bool on_its_way(const exchange::PlannedRequest& planned, exchange::Lookup lookup) const;
  void left(const exchange::PlannedRequest& planned, exchange::Lookup lookup);
  void came_back(const exchange::PlannedRequest& planned, exchange::Lookup lookup);

 private:
  using Key = std::tuple<std::string, exchange::Lookup, gradebook::SourcedId>; ///< connection first
  struct Fresh {
    std::uint64_t saved_with = 0;
    exchange::ClassKnowledge known;
  };
  static Key key_of(const exchange::PlannedRequest& planned, exchange::Lookup lookup);

  std::map<Key, Fresh> fresh_;
  std::set<Key> on_their_way_;
};

} // namespace passback::delivery
