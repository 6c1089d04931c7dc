// What a passback reads from the SIS before it writes.
#pragma once

#include <string>
#include <vector>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/http.hpp"
#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// GET .../classes/{id}: supplies lineItem.school (1.2 requires it) and the way to grading periods.
struct SisClass {
  gradebook::SourcedId id, school_id;
  std::vector<gradebook::SourcedId> term_ids;
};
Result<SisClass> read_class(const HttpAnswer& answer);
std::string to_json(const SisClass& sis_class);
Result<SisClass> sis_class_from_json(std::string_view text);

struct SisCategory {
  gradebook::SourcedId id;
  std::string title;
};
/// One page of a category collection; entries with status tobedeleted (or inactive) are left out.
Result<std::vector<SisCategory>> read_categories(const HttpAnswer& answer);

/// What a line item in the SIS holds that we must carry over, because the SIS owns it after the
/// first send.
struct SisLineItem {
  gradebook::SourcedId id, category_id, grading_period_id, school_id;
  bool active = true;
};
Result<SisLineItem> read_line_item(const HttpAnswer& answer);

} // namespace passback::oneroster
