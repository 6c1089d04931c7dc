// Everything that is missing of a line item before there is a document of it. Pure.
#pragma once

#include <vector>

#include "plugin/oneroster/documents/documents.hpp"

namespace passback::oneroster {

/// Everything for which line_item_document would refuse it, each once, the one that it names first;
/// empty = it would not.
std::vector<Code> line_item_lacks(const Profile& profile, const Endpoint& endpoint,
                                  const LineItemInput& input, const DocumentContext& context);

} // namespace passback::oneroster
