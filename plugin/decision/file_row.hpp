// What a file says of a record: what a request would say of it now, made by the same functions, for
// an SIS that grades go to as files. Nothing can be read of the SIS first.
#pragma once

#include <optional>

#include "plugin/decision/class_view.hpp"
#include "plugin/oneroster/files/gradebook_bundle.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

struct FileRow {
  oneroster::FileRecord record;
  gradebook::SourcedId student; ///< whose record it is at the SIS, of a result
};

/// Of the released version. parent: the line item of a result, the category of a line item that has
/// one of ours. Errors: what it lacks to go, as the planner would say it; parent_not_confirmed for
/// a record whose parent neither is at the SIS nor stands in a file.
Result<FileRow> file_row(UnitOfWork& work, const ClassView& view, const outbox::Record& record,
                         const std::optional<outbox::Record>& parent);

} // namespace passback::decision
