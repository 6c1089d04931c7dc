// Whether two facts texts mean the same to the SIS.
#pragma once

#include "plugin/outbox/record.hpp"

namespace passback::outbox {

/// Compares what of them can reach the SIS. Texts that cannot be read are
/// compared as they are.
bool same_facts(Kind kind, const Facts& a, const Facts& b);

} // namespace passback::outbox
