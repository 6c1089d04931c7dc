// On which days before a date people are told of it: decided here for everything that has a date.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "plugin/texts/phrase.hpp"

namespace passback::actions {

/// Days before, the longest first; 0 = on the day.
inline constexpr int kBeforePeriodEnds[] = {3, 0};
inline constexpr int kBeforeCredentialsEnd[] = {30, 7, 1, 0};

/// From one "2026-12-15" to another, below zero where it is over; nullopt where one is no day.
std::optional<std::int64_t> days_until(std::string_view today, std::string_view date);

/// The step of `before` that has been reached, unless it, or a later one, was told. A day on which
/// nobody could be told is made up for on the next.
std::optional<int> step_to_tell(std::span<const int> before, std::int64_t days_left,
                                std::optional<int> told);

/// "today", "tomorrow", "in 3 days"
texts::Phrase when_text(std::int64_t days_left);

} // namespace passback::actions
