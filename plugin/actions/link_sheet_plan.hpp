// What a filled sheet of who is not linked would do: read row by row against the roster. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/actions/input.hpp"
#include "plugin/actions/readiness.hpp"
#include "plugin/intake/link_by_hand.hpp"
#include "plugin/settings/id_ways.hpp"

namespace passback::actions {

/// It has a row in such a sheet as long as it has no id of the SIS.
bool is_in_link_sheet(const Linked& one);

struct LinkSheetPlan {
  std::vector<intake::HandLink> links;
  std::vector<Problem> problems; ///< each names its line
  std::string token;             ///< stands for the links, so that what was shown is what is done
};

/// `ways`: where an id that the roster says counts for nothing, a row cannot be taken.
LinkSheetPlan plan_link_sheet(std::string_view sheet, const Readiness& roster,
                              const settings::IdWays& ways);

} // namespace passback::actions
