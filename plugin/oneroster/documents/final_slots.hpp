// Places for final and period grades. Only the SIS makes them; here they are recognised among its
// line items, kept (one list per class) and shown, so that a person can
// choose one. A grade goes into the slot's own id; the slot itself is never written.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "plugin/gradebook/ids.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/platform/result.hpp"

namespace passback::oneroster {

/// What is kept of a slot.
struct SlotInSis {
  gradebook::SourcedId id; ///< of the line item
  std::string title;
  gradebook::SourcedId grading_period_id; ///< empty = not shown
  bool operator==(const SlotInSis&) const = default;
};

/// True if everything that the profile names as the sign of a slot fits the line item. category:
/// the title of the line item's category, empty = not known.
bool is_final_slot(const FinalSlot& sign, std::string_view title, std::string_view category,
                   const boost::json::object& metadata);

/// A place that the SIS offers is no column that somebody made in its gradebook.
void leave_out_slots(const Profile& profile, std::vector<SisLineItem>& line_items);

/// As they are kept: [{"id", "title", "grading_period"}, ...].
std::string to_json(std::span<const SlotInSis> slots);
Result<std::vector<SlotInSis>> slots_from_json(std::string_view text);

} // namespace passback::oneroster
