// The grades that the SIS has and that would read differently under other settings: they are sent
// once more, all of them, so whoever changes the settings is asked first.
#pragma once

#include <optional>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {

/// "120 grades that the SIS has will be sent again": the answer is `resend`. Nothing if none will,
/// as far as a bounded look at the classes below the domain shows.
Result<std::optional<Question>> ask_to_send_again(const ActionParts& parts,
                                                  const gradebook::DomainId& domain,
                                                  const settings::DomainSettings& before,
                                                  const settings::DomainSettings& after);
/// The same of what is chosen for the class of `asker`.
Result<std::optional<Question>> ask_to_send_again(const ActionParts& parts, const Asker& asker,
                                                  const settings::ClassSettings& before,
                                                  const settings::ClassSettings& after);

} // namespace passback::actions
