// UTF-8, as the C boundary and the texts for people need it.
#pragma once

#include <cstddef>
#include <string_view>

namespace passback::platform {

/// True if the bytes are well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no
/// surrogates, nothing above U+10FFFF. NUL bytes are well-formed.
bool is_valid_utf8(std::string_view text);

/// The longest beginning of well-formed `text` that has at most `max_bytes` bytes and does not cut
/// a character in two.
std::string_view cut_utf8(std::string_view text, std::size_t max_bytes);

} // namespace passback::platform
