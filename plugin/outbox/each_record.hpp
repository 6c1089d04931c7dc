// All records that fit a filter, however many there are.
//
// They are read a page at a time, in the order of their ids; what is called for one may store it,
// and others, in the same transaction.
#pragma once

#include <functional>

#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::outbox {

/// Stops at the first error, which is then its own.
Status each_record(Transaction& transaction, RecordFilter filter,
                   const std::function<Status(Record&)>& see);

/// True as soon as one of them is what is looked for.
Result<bool> any_record(Transaction& transaction, RecordFilter filter,
                        const std::function<Result<bool>(Record&)>& is);

/// The results that belong to this line item.
Status each_result_of(Transaction& transaction, const Record& line_item,
                      const std::function<Status(Record&)>& see);

/// Of its activity, in its class and connection.
RecordFilter results_beside(const Record& line_item);

} // namespace passback::outbox
