// An exchange as the account's runner carries it, with what the runner has to know of its latest
// request. Belongs to the worker's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "plugin/exchange/record_exchange.hpp"

namespace passback::delivery {

struct Carried {
  explicit Carried(exchange::RecordExchange begun) : exchange(std::move(begun)) {}
  exchange::RecordExchange exchange;
  std::uint64_t token = 0;
  bool refreshed = false;        ///< it has had a fresh token already
  std::int64_t left_boot_ms = 0; ///< when its latest request left
  std::uint64_t saved_with = 0;  ///< a settlement that must be saved before the write may leave
};
using CarriedPtr = std::shared_ptr<Carried>;

} // namespace passback::delivery
