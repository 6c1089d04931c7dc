// Base64 with padding (RFC 4648 4), for Basic credentials and signatures.
#pragma once

#include <string>
#include <string_view>

namespace passback::oneroster {

std::string base64(std::string_view bytes);

} // namespace passback::oneroster
