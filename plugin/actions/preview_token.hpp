// What a person saw in a preview, so that a send of it sends that and nothing else. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/cell_writer.hpp"

namespace passback::actions {

/// Stands for exactly what a preview showed: everything of those cells of the class that has not
/// moved since. A category or a period stands in it as its activities, so that what comes into them
/// afterwards is not sent along.
struct PreviewToken {
  std::int64_t newest_seq = 0;
  CellFilter cells; ///< of the asker's class
};
std::string to_text(const PreviewToken& token, const Asker& asker);
/// nullopt = not a token of this class.
std::optional<PreviewToken> read_token(std::string_view text, const Asker& asker);

} // namespace passback::actions
