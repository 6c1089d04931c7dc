// The SIS showed something new of a class: its categories, grading periods or places for final
// grades, or a line item that it had missed. What waited for that goes on, by one of two roads;
// what intake has to place anew is written down in the same transaction (pending.hpp), because
// intake is not there when a list is read.
#pragma once

#include <string>

#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// By which road a record that waits goes on when the SIS shows something new of its class.
enum class NewsRoad {
  none,     ///< it waits for something else
  intake,   ///< it is placed anew
  delivery, ///< it was let go already: it is planned anew, at once, and intake may place it too
};

/// The one place that knows which codes wait for what an SIS shows.
NewsRoad road_of_news(const Record& record);

/// Stores what was read. Returns whether it says something new; if records of the class wait for
/// that, it is written down.
Result<bool> keep_sis_document(Transaction& transaction, const SisDocumentRow& row);

/// Written down if records of the class wait for such news.
Status note_sis_news(Transaction& transaction, const std::string& connection_id,
                     const gradebook::SourcedId& sis_class_id);

} // namespace passback::outbox
