#pragma once
// Whether bytes are text at all, before a reader looks for commas in them.
#include <string_view>

namespace host_stub::csv {

// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

} // namespace host_stub::csv
