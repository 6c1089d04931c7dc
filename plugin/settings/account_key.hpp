// Which account at the SIS a connection uses. Connections of several domains may share one.
#pragma once

#include <string>
#include <string_view>

#include "plugin/settings/connection.hpp"

namespace passback::settings {

/// SHA-256, in hexadecimal, of where we prove who we are and of who we say we are. `token_url` may
/// be empty; `base_origin` ("https://sis.example:443") then stands for it. A fixed access token
/// names nobody, so such a connection has an account of its own.
std::string account_key(const Connection& connection, std::string_view token_url,
                        std::string_view base_origin);

} // namespace passback::settings
