// What would go if a person sent now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/intake/send_by_person.hpp"

namespace passback::actions {

/// Stands for exactly what a preview showed: everything of that class and activity that has not
/// moved since.
struct PreviewToken {
  std::int64_t newest_seq = 0;
  gradebook::ActivityId activity_id; ///< empty = the whole class
};
std::string to_text(const PreviewToken& token, const Asker& asker);
/// nullopt = not a token of this class.
std::optional<PreviewToken> read_token(std::string_view text, const Asker& asker);

/// Another SIS has it than the one that is connected now, which gets it if a person wants so.
bool is_offered(const outbox::Record& record);
/// Whether sending this record would tell the SIS something new.
bool would_send(const outbox::Record& record);

/// lms.preview/1.
Result<boost::json::object> preview_document(const ActionParts& parts, const Asker& asker,
                                             const CellFilter& filter);

/// What the token showed and what would go, as it is now.
Result<std::vector<intake::PersonalSend>> sends_of(const ActionParts& parts, const Asker& asker,
                                                   const PreviewToken& token);

} // namespace passback::actions
