#include "plugin/oneroster/documents/stand_in.hpp"

namespace passback::oneroster {

const gradebook::SourcedId& stand_in() {
  static const gradebook::SourcedId id("read");
  return id;
}

} // namespace passback::oneroster
