// What a late answer needs to find its question again is kept as lines: ids have no line feed.
#pragma once

#include <cstdint>
#include <string_view>

namespace passback::abi {

/// Takes the first line off the text.
std::string_view take_line(std::string_view& text);
/// 0 where it is none.
std::int64_t number_in(std::string_view text);

} // namespace passback::abi
