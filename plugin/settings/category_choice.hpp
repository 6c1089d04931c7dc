// Which category of the SIS an activity goes into. Asked at intake (is one missing?) and again when
// the line item is planned, so that both give the same answer.
#pragma once

#include <string>

#include "plugin/gradebook/facts.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::settings {

struct CategoryChoice {
  enum class Kind {
    known,  ///< `sis_id`
    titled, ///< the one of the SIS class that is called `title`
    create, ///< the LMS category is made in the SIS
    none,   ///< the line item goes without
    missing ///< the SIS requires one and nobody chose
  };
  Kind kind = Kind::none;
  gradebook::SourcedId sis_id;
  std::string title = {};
};

/// What a person chose for a category of the LMS; an empty category_id: for everything else. Empty
/// = nothing.
std::string category_in_sis(const ClassSettings& of_class, const gradebook::SourcedId& sis_class_id,
                            const gradebook::CategoryId& category_id);

/// In this order: the teacher's map, the administrator's table by title, the activity's own SIS
/// category (which may be gone there), the teacher's default, a new one. In map and default, what
/// was chosen for that SIS class goes first. may_create: profile, administrator and teacher all
/// allow it.
CategoryChoice choose_category(const gradebook::ActivityFacts& activity,
                               const ClassSettings& of_class,
                               const gradebook::SourcedId& sis_class_id, bool may_create,
                               bool required, const CategoryTable& table = {});

} // namespace passback::settings
