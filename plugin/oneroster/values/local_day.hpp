// Calendar days of the SIS. Its time zone comes in as a function of the caller: no zone data here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/gradebook/facts.hpp"

namespace passback::oneroster {

/// The SIS's own calendar day of a moment, "2026-10-16". It must not run backwards. An empty
/// function stands for UTC.
using LocalDay = std::function<std::string(std::int64_t unix_ms)>;

std::string day_of(const LocalDay& zone, std::int64_t unix_ms);

/// The first and the last second of a day there; none for what is no day.
std::optional<std::int64_t> first_moment_of(const LocalDay& zone, std::string_view day);
std::optional<std::int64_t> last_moment_of(const LocalDay& zone, std::string_view day);

/// The facts with a moment for each whole day: a day begins where the SIS is.
gradebook::ActivityFacts with_moments(gradebook::ActivityFacts facts, const LocalDay& zone);

} // namespace passback::oneroster
