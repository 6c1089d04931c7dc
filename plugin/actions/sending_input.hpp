// The members of lms.sis_settings/1 that say when grades go and what is asked first
// (settings/sending_rules.hpp), and their fields on the card.
#pragma once

#include <string_view>
#include <vector>

#include "plugin/actions/form.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/settings/sending_rules.hpp"

namespace passback::actions {

struct SendingInput {
  settings::SendingRules values;
  std::vector<std::string_view> given; ///< their names; one without a value is inherited again
};

/// What cannot be read becomes a problem of its member. An empty field of a form counts as null.
SendingInput read_sending(const boost::json::object& object, std::vector<Problem>& problems);

void apply(const SendingInput& input, settings::SendingRules& rules);

void add_sending_fields(FormDocument& form, const settings::SendingRules& own,
                        const settings::SendingRules& effective, const texts::Languages& languages);

} // namespace passback::actions
