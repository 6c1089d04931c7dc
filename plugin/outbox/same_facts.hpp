// Whether two facts texts mean the same to the SIS.
#pragma once

#include <string_view>

#include "plugin/outbox/record.hpp"

namespace passback::outbox {

/// Reads both texts and compares what of them can reach the SIS. Texts that cannot be read are
/// compared as they are.
bool same_facts(Kind kind, std::string_view a, std::string_view b);

} // namespace passback::outbox
