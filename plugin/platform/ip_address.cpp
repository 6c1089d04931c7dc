#include "plugin/platform/ip_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace passback::platform {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedHead = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kMappedBits = 96;

Cidr network(std::string_view text) {
  return *Cidr::parse(text);
}

/// IANA's registry of special-purpose IPv4 addresses, as far as it is not routed globally.
const std::vector<Cidr>& not_public_v4() {
  static const std::vector<Cidr> networks = {
      network("0.0.0.0/8"),       // this network
      network("10.0.0.0/8"),      // private
      network("100.64.0.0/10"),   // shared by a provider's customers
      network("127.0.0.0/8"),     // this machine
      network("168.63.129.16"),   // public by its number only: the host of a machine in Azure
      network("169.254.0.0/16"),  // link, and the metadata services of clouds
      network("172.16.0.0/12"),   // private
      network("192.0.0.0/24"),    // protocol assignments
      network("192.0.2.0/24"),    // documentation
      network("192.88.99.0/24"),  // 6to4 relays, given up
      network("192.168.0.0/16"),  // private
      network("198.18.0.0/15"),   // benchmarks
      network("198.51.100.0/24"), // documentation
      network("203.0.113.0/24"),  // documentation
      network("224.0.0.0/3"),     // multicast, reserved, broadcast
  };
  return networks;
}

/// Inside 2000::/3, which is all that is routed globally.
const std::vector<Cidr>& not_public_v6() {
  static const std::vector<Cidr> networks = {
      network("2001::/23"),     // protocol assignments, Teredo among them
      network("2001:db8::/32"), // documentation
      network("3fff::/20"),     // documentation
  };
  return networks;
}

bool inside(const std::vector<Cidr>& networks, const IpAddress& address) {
  return std::ranges::any_of(networks, [&](const Cidr& one) { return one.contains(address); });
}

Error unreadable(std::string_view text, std::string_view why) {
  return Error{Code::config, "\"" + std::string(text) + "\" " + std::string(why)};
}

} // namespace

IpAddress IpAddress::of_v4(const std::uint8_t* four) {
  Bytes bytes{};
  std::ranges::copy(kMappedHead, bytes.begin());
  std::copy_n(four, 4, bytes.begin() + kMappedHead.size());
  return IpAddress(bytes);
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text);
  // A NUL inside would end the text for inet_pton.
  if (terminated.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  Bytes bytes{};
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) {
    return IpAddress(bytes);
  }
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1) {
    return of_v4(bytes.data());
  }
  return std::nullopt;
}

std::optional<IpAddress> IpAddress::of(const sockaddr& address, std::size_t size) {
  if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    std::array<std::uint8_t, 4> four{};
    std::memcpy(four.data(), &v4.sin_addr, four.size());
    return of_v4(four.data());
  }
  if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    Bytes bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return IpAddress(bytes);
  }
  return std::nullopt;
}

bool IpAddress::is_v4() const {
  return std::equal(kMappedHead.begin(), kMappedHead.end(), bytes_.begin());
}

bool IpAddress::is_loopback() const {
  static const std::vector<Cidr> networks = {network("127.0.0.0/8"), network("::1")};
  return inside(networks, *this);
}

bool IpAddress::is_public() const {
  if (is_v4()) {
    return !inside(not_public_v4(), *this);
  }
  static const Cidr nat64 = network("64:ff9b::/96");
  static const Cidr six_to_four = network("2002::/16");
  static const Cidr routed = network("2000::/3");
  if (nat64.contains(*this)) {
    return of_v4(bytes_.data() + 12).is_public();
  }
  if (six_to_four.contains(*this)) {
    return of_v4(bytes_.data() + 2).is_public();
  }
  return routed.contains(*this) && !inside(not_public_v6(), *this);
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const bool v4 = is_v4();
  const char* text = ::inet_ntop(v4 ? AF_INET : AF_INET6, bytes_.data() + (v4 ? 12 : 0),
                                 buffer.data(), buffer.size());
  return text == nullptr ? std::string() : std::string(text);
}

Result<Cidr> Cidr::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) {
    return unreadable(text, "is no network; write it like 10.0.0.0/8 or fd00::/8");
  }
  const bool typed_as_v4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const int most = typed_as_v4 ? 32 : 128;
  int bits = most;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), bits);
    const bool plain = !number.empty() && number.front() != '-' && number.front() != '+';
    if (!plain || error != std::errc{} || end != number.data() + number.size() || bits > most) {
      return unreadable(text,
                        "needs a number from 0 to " + std::to_string(most) + " behind the slash");
    }
  }
  const int prefix = typed_as_v4 ? kMappedBits + bits : bits;
  IpAddress::Bytes first = address->bytes_;
  for (int bit = prefix; bit < 128; ++bit) {
    first[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  }
  const IpAddress beginning(first);
  if (!(beginning == *address)) {
    return unreadable(text,
                      "has more bits than its prefix; the network begins at " + beginning.text());
  }
  return Cidr(beginning, prefix);
}

bool Cidr::contains(const IpAddress& address) const {
  // A network of IPv6 that is wide enough to hold all mapped addresses does not mean those.
  if (prefix_ < kMappedBits && address.is_v4()) {
    return false;
  }
  const auto whole = static_cast<std::size_t>(prefix_ / 8);
  const auto& network = network_.bytes_;
  if (!std::equal(network.begin(), network.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes_.begin())) {
    return false;
  }
  const int rest = prefix_ % 8;
  const auto mask = static_cast<std::uint8_t>(0xff00U >> rest);
  return rest == 0 || ((network[whole] ^ address.bytes_[whole]) & mask) == 0;
}

bool AddressPolicy::allows(const IpAddress& address) const {
  return address.is_public() || inside(allowed_, address);
}

} // namespace passback::platform
