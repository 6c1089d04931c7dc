// A person who sends after the end of a class says why (decision/class_over.hpp).
#pragma once

#include <optional>
#include <string>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/input.hpp"

namespace passback::actions {

/// Why she sends: empty where nothing is asked; none where she has to say it in the member
/// `reason` and did not.
Result<std::optional<std::string>> reason_after_class(const ActionParts& parts, const Asker& asker,
                                                      const boost::json::object& input);

/// She has to say first why it is sent after the end of the class.
Reply say_why(const texts::Words& words);

} // namespace passback::actions
