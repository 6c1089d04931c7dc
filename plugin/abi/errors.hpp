// From errors as values to the C contract: the only place that knows both.
#pragma once

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

/// The LMS_E_ status that stands for a code.
lms_status status_of(Code code);

/// Fills the caller's error (NULL and small ones are fine) and returns its status.
lms_status report(const Error& error, lms_error* out);

/// Copies `text` into a fixed field, NUL-terminated and cut at a UTF-8 boundary.
void copy_text(std::string_view text, char* field, std::size_t size);

} // namespace passback::abi
