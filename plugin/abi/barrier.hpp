// The exception barrier: nothing but C crosses the boundary. Every function of the tables is one
// call of `guarded`.
#pragma once

#include <exception>
#include <new>

#include "plugin/abi/errors.hpp"
#include "plugin/abi/presence.hpp"

namespace passback::abi {

/// Runs `body` (returning Status) and turns what it returns or throws into a status and the
/// caller's error.
template <class Body> lms_status guarded(lms_error* err, Body&& body) noexcept {
  try {
    try {
      const Status status = body();
      return status.ok() ? LMS_OK : report(status.error(), err);
    } catch (const ForkedInside&) {
      return report({Code::forked, {}}, err);
    } catch (const std::bad_alloc&) {
      return report({Code::internal, "Out of memory."}, err);
    } catch (const std::exception& defect) {
      return report({Code::internal, defect.what()}, err);
    }
  } catch (...) {
    return LMS_E_INTERNAL;
  }
}

} // namespace passback::abi
