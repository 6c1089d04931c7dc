// What a passback reads from the SIS before it writes, one answer at a time.
#pragma once

#include <string>
#include <vector>

#include "plugin/oneroster/reads/sis_objects.hpp"

namespace passback::oneroster {

/// GET .../classes/{id}.
Result<SisClass> read_class(const HttpAnswer& answer);
/// School, terms and metadata, to be kept.
std::string to_json(const SisClass& sis_class);
Result<SisClass> sis_class_from_json(std::string_view text);

/// One page of a category collection; entries with status tobedeleted (or inactive) are left out.
Result<std::vector<SisCategory>> read_categories(const HttpAnswer& answer);

/// GET .../lineItems/{id}.
Result<SisLineItem> read_line_item(const HttpAnswer& answer);

} // namespace passback::oneroster
