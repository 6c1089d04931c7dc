#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <gtest/gtest.h>

#include "plugin/platform/ip_address.hpp"

namespace passback::platform {
namespace {

IpAddress address(const char* text) {
  return IpAddress::parse(text).value();
}

Cidr network(const char* text) {
  auto read = Cidr::parse(text);
  EXPECT_TRUE(read.ok()) << text;
  return *read;
}

TEST(IpAddress, HasOneFormOnly) {
  for (const char* wrong : {"127.0.0.300", "127.1", "2130706433", "0177.0.0.1", "127.0.0.1 ", "",
                            "0x7f.0.0.1", "[::1]", "fe80::1%eth0", "::g", "1.2.3.4.5"}) {
    EXPECT_FALSE(IpAddress::parse(wrong)) << wrong;
  }
  EXPECT_FALSE(IpAddress::parse(std::string_view("127.0.0.1\0x", 11)));
  EXPECT_EQ(address("::ffff:10.0.0.1"), address("10.0.0.1"));
  EXPECT_EQ(address("::FFFF:a00:1").text(), "10.0.0.1");
  EXPECT_EQ(address("2600:0:0::1").text(), "2600::1");
}

TEST(IpAddress, IsPublicOnlyIfTheInternetRoutesIt) {
  for (const char* open :
       {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0",
        "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
        "223.255.255.255", "2606:4700::1111", "2a00::1", "64:ff9b::8.8.8.8", "2002:808:808::1",
        "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(address(open).is_public()) << open;
  }
  for (const char* kept :
       {"0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.169.254", "172.16.0.0",
        "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "::ffff:0:8.8.8.8", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8",
        "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1",
        "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "fec0::1", "ff02::1", "4000::1"}) {
    EXPECT_FALSE(address(kept).is_public()) << kept;
  }
}

TEST(IpAddress, KnowsThisMachine) {
  for (const char* own : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(address(own).is_loopback()) << own;
  }
  for (const char* other : {"0.0.0.0", "128.0.0.1", "::", "::2", "::127.0.0.1", "10.0.0.1"}) {
    EXPECT_FALSE(address(other).is_loopback()) << other;
  }
}

TEST(IpAddress, IsReadFromASocketsAddress) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(0x7f000001);
  const auto& of_v4 = reinterpret_cast<const sockaddr&>(v4);
  EXPECT_EQ(IpAddress::of(of_v4, sizeof v4), address("127.0.0.1"));
  EXPECT_FALSE(IpAddress::of(of_v4, sizeof v4 - 1));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  ::inet_pton(AF_INET6, "::ffff:10.1.2.3", &v6.sin6_addr);
  EXPECT_EQ(IpAddress::of(reinterpret_cast<const sockaddr&>(v6), sizeof v6), address("10.1.2.3"));
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(IpAddress::of(reinterpret_cast<const sockaddr&>(local), sizeof local));
}

TEST(Cidr, ContainsWhatItsPrefixSays) {
  EXPECT_TRUE(network("10.0.0.0/8").contains(address("10.255.0.1")));
  EXPECT_FALSE(network("10.0.0.0/8").contains(address("11.0.0.0")));
  EXPECT_TRUE(network("172.16.0.0/12").contains(address("172.31.0.1")));
  EXPECT_FALSE(network("172.16.0.0/12").contains(address("172.32.0.1")));
  EXPECT_TRUE(network("10.1.2.3").contains(address("::ffff:10.1.2.3")));
  EXPECT_FALSE(network("10.1.2.3/32").contains(address("10.1.2.4")));
  EXPECT_TRUE(network("0.0.0.0/0").contains(address("192.168.0.1")));
  EXPECT_FALSE(network("0.0.0.0/0").contains(address("fd00::1")));
  EXPECT_TRUE(network("::/0").contains(address("fd00::1")));
  EXPECT_FALSE(network("::/0").contains(address("10.0.0.1"))) << "another family";
  EXPECT_TRUE(network("::ffff:10.0.0.0/104").contains(address("10.9.9.9")));
  EXPECT_TRUE(network("::1/128").contains(address("::1")));
  EXPECT_FALSE(network("::1/128").contains(address("::2")));
}

TEST(Cidr, RefusesWhatLeavesOpenWhichNetworkIsMeant) {
  for (const char* wrong :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8x",
        "10.0.0.0/8/8", "10/8", "10.0.0.1/8", "fd00::1/8", "::1/129", "localhost", "*",
        "10.0.0.0/99999999999", "[::1]/128", " 10.0.0.0/8"}) {
    const auto read = Cidr::parse(wrong);
    ASSERT_FALSE(read.ok()) << wrong;
    EXPECT_EQ(read.error().code, Code::config);
    EXPECT_NE(read.error().detail.find(wrong), std::string::npos) << read.error().detail;
  }
  EXPECT_NE(Cidr::parse("10.1.2.3/8").error().detail.find("begins at 10.0.0.0"), std::string::npos);
}

TEST(AddressPolicy, AllowsPublicAddressesAndTheNetworksThatAreNamed) {
  const AddressPolicy nothing_named;
  EXPECT_TRUE(nothing_named.allows(address("8.8.8.8")));
  EXPECT_FALSE(nothing_named.allows(address("127.0.0.1")));
  const AddressPolicy named({network("127.0.0.0/8"), network("fd00::/8")});
  EXPECT_TRUE(named.allows(address("::ffff:127.0.0.1")));
  EXPECT_TRUE(named.allows(address("fd12::1")));
  EXPECT_FALSE(named.allows(address("::1")));
  EXPECT_FALSE(named.allows(address("169.254.169.254")));
}

} // namespace
} // namespace passback::platform
