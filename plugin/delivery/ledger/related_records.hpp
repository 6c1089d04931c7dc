// What the outcome of one record changes for its line item, its results and those who wait for the
// same: written in the transaction of that outcome. On the storage thread.
#pragma once

#include <cstdint>

#include "plugin/gradebook/decimal.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::delivery {

class RelatedRecords {
 public:
  /// `moved` becomes true when a record is ready that was not.
  RelatedRecords(outbox::Transaction& transaction, std::int64_t now_unix_ms, bool& moved)
      : transaction_(transaction), now_unix_ms_(now_unix_ms), moved_(moved) {}

  /// A line item or category that is there: what waited for it goes.
  Status free_children(const outbox::Record& parent);
  /// The SIS has removed the results of a line item with it. Where that is wanted again already
  /// they follow it back.
  Status forget_results(const outbox::Record& line_item);
  /// The SIS has a higher maximum than that now: scores that it took above it go again.
  Status send_cut_again(const outbox::Record& line_item, const gradebook::Decimal& maximum);
  /// The results that the SIS was seen to have of that line item are fewer now: whoever looks for
  /// his own reads them anew.
  Status disbelieve_list_of(const outbox::Record& result);
  /// The SIS measured a result by a line item whose newer version is still on its way.
  Result<bool> waits_for_bounds(const outbox::Record& result);
  /// A maximum that was refused below the scores that the SIS had fits once the new ones are there.
  Status maximum_again(std::int64_t line_item_id);
  /// What waited for something in the SIS is tried again when the SIS shows something new.
  Status free_waiting(const outbox::SisDocumentRow& document);

 private:
  outbox::Transaction& transaction_;
  std::int64_t now_unix_ms_;
  bool& moved_;
};

} // namespace passback::delivery
