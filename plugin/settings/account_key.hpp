// Which account at the SIS a connection uses. Connections of several domains may share one.
#pragma once

#include <string>
#include <string_view>

#include "plugin/settings/connection.hpp"

namespace passback::settings {

/// SHA-256, in hexadecimal, of where we prove who we are and of who we say we are. `token_url` may
/// be empty; `base_origin` ("https://sis.example:443") then stands for it. A fixed access token
/// names nobody, so such a connection is a client of its own.
std::string client_key(const Connection& connection, std::string_view token_url,
                       std::string_view base_origin);

/// The account of that client below the topmost domain that names it. Anybody can enter anybody's
/// API Key: beside that domain the same key is another account.
std::string account_key(std::string_view client_key, std::string_view topmost_domain);

} // namespace passback::settings
