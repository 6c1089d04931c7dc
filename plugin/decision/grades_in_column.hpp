// The grades that the SIS has in a column that a person said to use (columns_in_sis.hpp), as they
// were read when she said so: shown beside ours until something of ours is there.
#pragma once

#include <map>
#include <optional>

#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/result.hpp"

namespace passback::decision {

/// By the SIS's id of the student.
using GradesInColumn = std::map<gradebook::SourcedId, oneroster::SisResult>;

/// nullopt = they have not been read, or could not be; or it is no such column.
Result<std::optional<GradesInColumn>> grades_in_column(outbox::Transaction& transaction,
                                                       const outbox::Record& line_item);

} // namespace passback::decision
