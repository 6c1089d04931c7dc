#include "host_stub/csv/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace host_stub::csv {

bool is_utf8(std::string_view text) {
  auto byte = [&text](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[i]);
  };
  for (std::size_t i = 0; i < text.size();) {
    auto lead = byte(i);
    std::size_t more = lead < 0x80   ? 0
                       : lead < 0xC2 ? 4
                       : lead < 0xE0 ? 1
                       : lead < 0xF0 ? 2
                       : lead < 0xF5 ? 3
                                     : 4;
    if (more == 4 || text.size() - i <= more) {
      return false;
    }
    auto code = more == 0 ? lead : lead & (0x3FU >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) {
        return false;
      }
      code = code << 6 | (byte(i + k) & 0x3F);
    }
    bool overlong = (more == 2 && code < 0x800) || (more == 3 && code < 0x10000);
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (overlong || surrogate || code > 0x10FFFF) {
      return false;
    }
    i += more + 1;
  }
  return true;
}

} // namespace host_stub::csv
