#include <gtest/gtest.h>

#include "plugin/platform/certificates.hpp"
#include "tests/data/test_authority.hpp"

namespace passback::platform {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

TEST(Certificates, AreTakenHoweverTheyWerePasted) {
  const std::string pem = kTestAuthority;
  for (const std::string& pasted :
       {pem, replaced(pem, "\n", "\r\n"), replaced(pem, "\n", " "), replaced(pem, "\n", ""),
        replaced(pem, "\n", "\n    "), "Our authority\n" + pem + "# end\n"}) {
    const auto found = certificates_in(pasted);
    ASSERT_TRUE(found.ok()) << found.error().detail << pasted;
    EXPECT_EQ(*found, pem);
  }
  EXPECT_EQ(*certificates_in(pem + pem), pem + pem);
}

TEST(Certificates, AreAllWholeOrNoneIsTaken) {
  const std::string pem = kTestAuthority;
  for (const std::string& wrong :
       {std::string(), std::string("certificate"), pem.substr(0, 300), pem + pem.substr(0, 300),
        replaced(pem, "MIIB", "MIIA"), replaced(pem, "MIIB", "*IIB"), pem.substr(30),
        std::string("-----BEGIN CERTIFICATE----------END CERTIFICATE-----"),
        std::string("-----BEGIN CERTIFICATE-----====-----END CERTIFICATE-----"),
        pem + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    const auto found = certificates_in(wrong);
    ASSERT_FALSE(found.ok()) << wrong;
    EXPECT_EQ(found.error().code, Code::config);
    EXPECT_EQ(found.error().detail.find("AAAA"), std::string::npos);
  }
}

} // namespace
} // namespace passback::platform
