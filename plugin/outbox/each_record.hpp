// All records that fit a filter, or wait in a class of the SIS, however many there are.
//
// They are seen in the order of their ids, those of a class one by one and others a page at a time;
// what is called for one may store it, and others, in the same transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// Which of the records that wait for something.
struct WaitingFilter {
  std::string connection_id;
  gradebook::SourcedId sis_class_id;
  std::int64_t after_id = 0; ///< those up to this one are left out
  int limit = 500;           ///< of one page
};

/// Stops at the first error, which is then its own.
Status each_record(Transaction& transaction, RecordFilter filter,
                   const std::function<Status(Record&)>& see);

/// True as soon as one of them is what is looked for.
Result<bool> any_record(Transaction& transaction, RecordFilter filter,
                        const std::function<Result<bool>(Record&)>& is);

/// The same two of what waits in one class of the SIS.
Status each_waiting(Transaction& transaction, WaitingFilter filter,
                    const std::function<Status(Record&)>& see);
Result<bool> any_waiting(Transaction& transaction, WaitingFilter filter,
                         const std::function<Result<bool>(Record&)>& is);

/// The results that belong to this line item.
Status each_result_of(Transaction& transaction, const Record& line_item,
                      const std::function<Status(Record&)>& see);

/// Of its activity, in its class and connection.
RecordFilter results_beside(const Record& line_item);

/// The records of a cell, or of an activity, under every connection and class of the SIS that it
/// has had.
RecordFilter records_of_cell(const RecordKey& key);

} // namespace passback::outbox
