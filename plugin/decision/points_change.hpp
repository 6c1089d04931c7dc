// The points possible of an activity change after its grades went to the SIS: 6 of 10 becomes 6 of
// 100. That is a person's to say before it goes, also where grades go by themselves; when she has
// said it, the activity goes and then all its grades (outbox/bounds.hpp).
#pragma once

#include <optional>
#include <string>

#include "plugin/decision/class_view.hpp"
#include "plugin/gradebook/decimal.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::decision {

/// Students whose share of the points possible changes in that direction.
struct SharesMoved {
  int students = 0;
  /// In whole percent, of the student who moves furthest; and whether all of them come out alike.
  std::int64_t furthest_percent = 0;
  bool all_alike = true;
};

struct PointsChange {
  std::string title;
  gradebook::Decimal from, to;
  SharesMoved fall, rise;
};

/// What the LMS says of the activity now against what the SIS has; none where nothing has to be
/// asked: no grade that stands there falls (its teacher lowered the points, or corrected the scores
/// along with them), or a person has let it go.
Result<std::optional<PointsChange>> points_change(UnitOfWork& work, const ClassView& view,
                                                  const outbox::Record& line_item);

/// It stands for a person's answer, or, of a result, for that of its activity.
bool waits_for_points_answer(const outbox::Record& record);

} // namespace passback::decision
