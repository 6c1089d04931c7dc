// What was told last in a domain, as it is kept between days and processes.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "plugin/actions/credentials_end.hpp"
#include "plugin/actions/period_end.hpp"

namespace passback::actions {

struct DayMark {
  std::string day;              ///< whose notices were told last; empty = none ever was
  std::int64_t at_unix_ms = 0;  ///< and when
  std::set<std::string> digest; ///< readers of the digest; "" = the administrators
  PeriodEndsTold period_ends;
  std::optional<CredentialsTold> credentials;
};

/// One that cannot be read is none: the next notices are tomorrow's.
DayMark day_mark_from(const std::optional<std::string>& text);
std::string to_text(const DayMark& mark);

} // namespace passback::actions
