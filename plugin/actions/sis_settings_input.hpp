// lms.sis_settings/1: what an administrator enters on the SIS settings card, or writes in a file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plugin/actions/custom_data_card.hpp"
#include "plugin/actions/grading_input.hpp"
#include "plugin/actions/input.hpp"
#include "plugin/actions/sending_input.hpp"
#include "plugin/settings/connection.hpp"
#include "plugin/settings/secrets.hpp"

namespace passback::actions {

/// How the card and the settings files write a way to sign in.
constexpr std::string_view name_of_method(settings::Credential credential) {
  return credential == settings::Credential::api_key ? "key_and_secret" : "access_token";
}

struct ConnectionInput {
  Given<std::string> sis_name, profile, version, way;
  Given<std::string> base_url, rostering_base_url, gradebook_base_url, token_url;
  /// "key_and_secret" or "access_token": of the other nothing is read. None: whichever is entered.
  Given<std::string> authentication;
  Given<std::string> api_key, time_zone, ca_pem, credentials_end;
  Given<bool> test_server;
  Given<std::int64_t> requests_per_second;
  Given<std::string> ca_file; ///< not taken any more, unless empty
  Given<settings::Secret> api_secret, access_token;

  /// A form of a domain that inherits its connection comes back so. What a choice alone says is
  /// nothing: it may be what the form proposed.
  bool says_nothing() const;
};

struct SisSettingsInput {
  std::string op; ///< open, save, site_moved, site_is_copy
  Given<bool> allow_grades, send_automatically, create_categories;
  Given<std::vector<std::string>> excluded_domains;
  GradingInput grading;
  SendingInput sending;
  IdWaysInput ids;
  boost::json::object locks; ///< the member `locked`, if it is there (locked_choices.hpp)
  bool connection_given = false;
  bool connection_removed = false; ///< null: inherited from above again
  ConnectionInput connection;
  std::string address_change; ///< "same", "other", "real", or empty
  std::string resend;         ///< "yes", or empty
  std::string revision;       ///< of the form that was filled in; empty = not checked
};

/// The members of "connection" may also stand beside the others: administrators write this by hand.
/// So may the fields of a form by their names ("connection.base_url").
/// Wrong kinds and unknown names become problems.
SisSettingsInput read_sis_settings(const boost::json::object& object,
                                   std::vector<Problem>& problems);

} // namespace passback::actions
