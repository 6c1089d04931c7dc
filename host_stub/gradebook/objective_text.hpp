#pragma once
// Scores of learning standards as one text, in the option `--standards` as in the database.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/model.hpp"

namespace host_stub::gradebook {

// "R.2=3/4;R.5=1/4*2": points of points possible for each learning objective, and its weight where
// one is given. So people type it and so it is stored.
std::optional<std::vector<ObjectiveScore>> parse_objectives(std::string_view text);
std::string to_text(const std::vector<ObjectiveScore>& objectives);

} // namespace host_stub::gradebook
