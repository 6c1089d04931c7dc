// Addresses of the internet protocol, and which of them may be connected to. Pure values.
//
// An IPv4 address and its form inside IPv6 (::ffff:10.0.0.1) are one address here, because a socket
// takes them to one machine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/platform/result.hpp"

struct sockaddr;

namespace passback::platform {

class IpAddress {
 public:
  /// In the one form that inet_pton takes: four decimal numbers, or IPv6 without brackets.
  static std::optional<IpAddress> parse(std::string_view text);
  /// Of a socket's address; nullopt for other families and for too few bytes.
  static std::optional<IpAddress> of(const sockaddr& address, std::size_t size);

  bool is_v4() const;
  bool is_loopback() const;
  /// True for what the internet at large routes. False for this machine, private and shared
  /// networks, links, multicast, documentation and whatever IANA keeps back; an address that
  /// carries an IPv4 address to a translator (NAT64, 6to4) is as public as that one.
  bool is_public() const;
  std::string text() const;

  bool operator==(const IpAddress&) const = default;

 private:
  friend class Cidr;
  using Bytes = std::array<std::uint8_t, 16>;
  explicit IpAddress(const Bytes& bytes) : bytes_(bytes) {}
  static IpAddress of_v4(const std::uint8_t* four);
  Bytes bytes_{}; ///< an IPv4 address in its form inside IPv6
};

/// A network: "10.0.0.0/8", "fd00::/8"; an address alone is a network of one.
class Cidr {
 public:
  /// Code::config with a sentence for anything else, also for bits behind the prefix, which would
  /// leave open which network was meant.
  static Result<Cidr> parse(std::string_view text);
  bool contains(const IpAddress& address) const;
  bool operator==(const Cidr&) const = default;

 private:
  Cidr(const IpAddress& network, int prefix) : network_(network), prefix_(prefix) {}
  IpAddress network_;
  int prefix_; ///< of 128 bits
};

/// Where requests may go: to public addresses, and to the networks that were allowed by name.
class AddressPolicy {
 public:
  AddressPolicy() = default;
  explicit AddressPolicy(std::vector<Cidr> allowed) : allowed_(std::move(allowed)) {}
  bool allows(const IpAddress& address) const;
  bool operator==(const AddressPolicy&) const = default;

 private:
  std::vector<Cidr> allowed_;
};

} // namespace passback::platform
