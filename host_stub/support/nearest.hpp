#pragma once
// Which known word a person probably meant.
#include <string>
#include <string_view>
#include <vector>

namespace host_stub {

// The known word that takes the fewest changed letters to get to; empty if none is near.
std::string nearest_word(std::string_view typed, const std::vector<std::string>& known);

// " Did you mean "deliver"?", or which words there are where none is near.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known);

} // namespace host_stub
