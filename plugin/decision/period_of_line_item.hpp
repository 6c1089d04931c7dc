// Into which of the SIS's grading periods a line item goes, or would go, as far as it is known.
#pragma once

#include <optional>

#include "plugin/decision/class_view.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// nullopt = the SIS's periods were not read, or none of them fits. By what stands in the LMS.
Result<std::optional<oneroster::SisAcademicSession>>
period_of_line_item(UnitOfWork& work, const ClassView& view, const outbox::Record& line_item);

} // namespace passback::decision
