// Names for the ids of people in a document that is drawn now.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"

namespace passback::actions {

/// By id. Asked for outside the transaction, and kept nowhere. Where the host gives none, the
/// document says so (`missing`) and the answer is empty; Code::busy: the host says later.
Result<std::map<std::string, std::string>> names_of(const ActionParts& parts, const Asker& asker,
                                                    const std::vector<std::string>& ids,
                                                    boost::json::object& document);

} // namespace passback::actions
