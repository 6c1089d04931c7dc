// "Use custom data for passing grades back to the SIS" on the SIS settings card
// (settings/id_ways.hpp): its fields, how ten people and classes would come out, and asking the LMS
// anew.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/form.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/settings/id_ways.hpp"

namespace passback::actions {

inline constexpr std::string_view kCustomDataSample = "custom_data_sample";
inline constexpr std::string_view kReadCustomData = "read_custom_data";

struct IdWaysInput {
  settings::IdWays values;
  std::vector<std::string_view> given; ///< the kinds; one without a value is inherited again
};

/// What cannot be read becomes a problem of its member. An empty field of a form counts as null.
IdWaysInput read_id_ways_input(const boost::json::object& object, std::vector<Problem>& problems);
void apply(const IdWaysInput& input, settings::IdWays& ways);

/// What the host has to offer.
struct OfferedData {
  bool offered = false;
  std::vector<CustomField> fields; ///< empty also where the host says later
};
/// Outside any transaction.
OfferedData look_at_custom_data(const ActionParts& parts);

void add_custom_data(FormDocument& form, const OfferedData& data, const settings::IdWays& own,
                     const settings::IdWays& effective, const Phrase& support);
/// Its buttons.
void add_custom_data_operations(FormDocument& form, const OfferedData& data, const Phrase& support);

/// "op": custom_data_sample, with the ways that are not saved yet, or read_custom_data.
Result<Reply> use_custom_data(const ActionParts& parts, const Asker& asker, std::string_view op,
                              const boost::json::object& input, std::chrono::milliseconds deadline);

} // namespace passback::actions
