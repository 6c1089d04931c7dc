// How the grades of a class stand, as a list to keep or to look through in a spreadsheet.
#pragma once

#include "plugin/actions/actions.hpp"
#include "plugin/actions/cell_writer.hpp"

namespace passback::actions {

/// lms.status_export/1: the records of the filter by name, with what stands in the LMS and in the
/// SIS, a page at a time; as rows, or with "format": "csv" for a spreadsheet.
Result<Reply> export_status(const ActionParts& parts, const Asker& asker, const CellFilter& filter,
                            const boost::json::object& input);

} // namespace passback::actions
