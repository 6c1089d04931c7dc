// The SIS showed something new of a class: its categories, grading periods or places for final
// grades, or a line item that it had missed. Records that wait for that are placed anew by intake,
// which is not there when a list is read; so it is written down in the same transaction (meta
// "sis_news").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

struct SisNews {
  std::string connection_id;
  gradebook::SourcedId sis_class_id;
  std::int64_t after_id = 0; ///< records up to this one have been looked at
  bool operator==(const SisNews&) const = default;
};

/// Stores what was read. Returns whether it says something new; if records of the class wait for
/// that, it is written down.
Result<bool> keep_sis_document(Transaction& transaction, const SisDocumentRow& row);

Result<std::vector<SisNews>> read_sis_news(Transaction& transaction);
Status write_sis_news(Transaction& transaction, const std::vector<SisNews>& news);

/// Written down if records of the class wait for such news.
Status note_sis_news(Transaction& transaction, const SisNews& fresh);
/// A record with this code waits for what such a list says, or for its line item to be seen again.
bool waits_for_news(Code code);

} // namespace passback::outbox
