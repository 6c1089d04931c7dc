// What would go if a person sent now.
#pragma once

#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/preview_token.hpp"
#include "plugin/intake/send_by_person.hpp"

namespace passback::actions {

/// lms.preview/1, of the scope (send_scope.hpp) and the page that the input names: "only" (going,
/// staying), "after_id", "limit". Code::document for what it does not understand.
Result<boost::json::object> preview_document(const ActionParts& parts, const Asker& asker,
                                             const boost::json::object& input);

/// What the token showed and what would go, as it is now.
Result<std::vector<intake::PersonalSend>> sends_of(const ActionParts& parts, const Asker& asker,
                                                   const PreviewToken& token);

} // namespace passback::actions
