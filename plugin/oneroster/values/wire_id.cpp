#include "plugin/oneroster/values/wire_id.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace passback::oneroster {
namespace {

// Passback's own namespace, f2c0a6a4-6f0e-4d0b-9d52-0b6e5a7c31d8. Changing one bit of it would make
// a second copy of every grade.
constexpr std::array<unsigned char, 16> kNamespace = {
    0xf2, 0xc0, 0xa6, 0xa4, 0x6f, 0x0e, 0x4d, 0x0b, 0x9d, 0x52, 0x0b, 0x6e, 0x5a, 0x7c, 0x31, 0xd8};

std::string as_uuid(const unsigned char* bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      text += '-';
    }
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 0x0f];
  }
  return text;
}

} // namespace

gradebook::SourcedId derive_wire_id(std::initializer_list<std::string_view> parts) {
  std::string name(kNamespace.begin(), kNamespace.end());
  for (const std::string_view part : parts) {
    name += std::to_string(part.size());
    name += ':';
    name += part;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (EVP_Digest(name.data(), name.size(), digest.data(), nullptr, EVP_sha1(), nullptr) != 1) {
    throw std::runtime_error("SHA-1 is not available");
  }
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0f) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3f) | 0x80);
  return gradebook::SourcedId(as_uuid(digest.data()));
}

} // namespace passback::oneroster
