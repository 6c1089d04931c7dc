// Grading windows that the SIS says are shut. One answer tells of one line item; that several
// grading periods are shut while nothing passes tells of the whole account. Pure: time (wall clock,
// ms) is passed in.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "plugin/exchange/planned_request.hpp"

namespace passback::delivery {

class ShutWindows {
 public:
  /// True if the window of the whole account is shut, as far as this tells.
  bool shut(const exchange::PlannedRequest& planned, std::int64_t until_unix_ms,
            std::int64_t now_unix_ms);
  /// Something was taken there: what else is shut is shut for itself, for an hour from now.
  void open(const exchange::PlannedRequest& planned, std::int64_t now_unix_ms);
  /// Until when its line item takes nothing; 0 = it is not known to be shut.
  std::int64_t until(const exchange::PlannedRequest& planned) const;

 private:
  std::map<std::int64_t, std::int64_t> line_items_; ///< until when
  std::map<std::string, std::int64_t> periods_;     ///< shut since something passed last
  std::int64_t others_pass_until_ = 0;
};

} // namespace passback::delivery
