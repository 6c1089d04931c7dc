// Asking the host for its gradebook page by page (intake/sweep.hpp says why, and what comes next).
// [host] Only inside calls of the host's: pump and reconcile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;
struct InstanceParts;

struct SweptPages {
  std::uint32_t asked = 0; ///< pages
  bool more = false;       ///< something is left that can be asked for at once
};

/// Asks for a page or two, as long as `in_time` says so. What fails is asked again later, and said
/// in the log.
SweptPages sweep(Instance& instance, InstanceParts& parts, const std::function<bool()>& in_time);

/// A page that the host answered later. `subject`: what it was asked with.
Status take_late_page(Instance& instance, InstanceParts& parts, std::string_view subject,
                      std::string_view json);

/// lms.reconcile_query/1 in, lms.reconcile/1 out: asks for this part of the gradebook, and reads
/// its first pages. Code::host_missing: the host has no gradebook_read.
Status reconcile(Instance& instance, std::string_view query, const lms_sink* output);

} // namespace passback::abi
