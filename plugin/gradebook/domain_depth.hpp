// How deep a host's domain tree may be.
#pragma once

#include <cstddef>

namespace passback::gradebook {

/// Deeper than any district; ends a loop that a host's wrong parent would make.
inline constexpr std::size_t kDeepestDomain = 64;

} // namespace passback::gradebook
