// Derived ids: UUIDv5 of the record's key, so that a repeated PUT leaves one record.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "plugin/gradebook/ids.hpp"

namespace passback::oneroster {

/// RFC 9562 5.5, in Passback's own namespace. Each part is length-prefixed, so ("ab","c") and
/// ("a","bc") differ.
gradebook::SourcedId derive_wire_id(std::initializer_list<std::string_view> parts);

} // namespace passback::oneroster
