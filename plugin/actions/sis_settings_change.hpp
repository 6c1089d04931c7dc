// What a save of the SIS settings card changes, worked out before anything is stored. Pure, but for
// the names of time zones and whether a certificate file is there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/sis_settings_input.hpp"
#include "plugin/oneroster/profile/profile_catalog.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"
#include "plugin/settings/documents.hpp"

namespace passback::actions {

struct SisSettingsChange {
  settings::DomainSettings settings; ///< to be stored
  std::optional<settings::Secret> secret;
  bool connection_changed = false;
  std::optional<Question> question; ///< "the same SIS", or "another SIS"?
  std::string client_key;         ///< of the connection, if there is one
  Phrase auth_explanation;        ///< which way will be used
  Phrase warning;                 ///< saved all the same
  std::vector<Problem> problems;  ///< if any, nothing is stored
};

/// stored: the domain's document now. removed: the connections that it had before
/// (removed_connection.hpp). new_id: never used before, for a connection or the name of a secret
/// that is made by this save.
SisSettingsChange change_sis_settings(const settings::DomainSettings& stored,
                                      const std::vector<settings::Connection>& removed,
                                      const SisSettingsInput& input,
                                      const oneroster::ProfileCatalog& profiles,
                                      const std::string& new_id);

} // namespace passback::actions
