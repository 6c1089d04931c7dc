// Starts libcurl once per process, and checks that it can do what the worker relies on.
#pragma once

#include "plugin/platform/result.hpp"

namespace passback::delivery {

/// Initialises libcurl on the first call and gives every later caller the same answer. Never
/// undone: libraries in one process cannot agree when to end it, and the module never unloads.
/// Code::unsupported, with a sentence, for a libcurl that is too old, has no TLS, or resolves names
/// on the calling thread (one unreachable name server would then stop every SIS). Thread-safe.
Status start_curl_library();

} // namespace passback::delivery
