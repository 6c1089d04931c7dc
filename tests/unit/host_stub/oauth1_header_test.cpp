#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "host_stub/import/api/oauth1.hpp"

namespace host_stub::import {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The base string is written down here as RFC 5849, 3.4.1 makes it from the request, not computed.
std::string sign(const EVP_MD* digest, const std::string& key, const std::string& base) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(base.data()), base.size(), bytes, &size);
  return percent_encode(base64({reinterpret_cast<const char*>(bytes), size}));
}

TEST(OAuth1Header, SignsTheParametersOfTheQueryTwiceEncoded) {
  OAuth1Key key{.key = "lms", .secret = "s&cret", .method = SignatureMethod::hmac_sha1};
  auto url =
      *parse_url("https://SIS.example.org:443/v1p1/enrollments?limit=5&filter=a%3D%27b%20c%27");
  auto header = oauth1_header(key, "GET", url, "n0nce", 1700000000);
  EXPECT_THAT(header, StartsWith("OAuth oauth_consumer_key=\"lms\", oauth_nonce=\"n0nce\", "));
  EXPECT_THAT(header, Not(HasSubstr("oauth_token=")));
  EXPECT_THAT(header, Not(HasSubstr("limit")));
  auto expected = sign(
      EVP_sha1(), "s%26cret&",
      "GET&https%3A%2F%2Fsis.example.org%2Fv1p1%2Fenrollments&"
      "filter%3Da%253D%2527b%2520c%2527%26limit%3D5%26oauth_consumer_key%3Dlms%26oauth_nonce%"
      "3Dn0nce"
      "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1700000000%26oauth_version%3D1.0");
  EXPECT_THAT(header, HasSubstr("oauth_signature=\"" + expected + "\""));
}

TEST(OAuth1Header, KeepsAPortThatIsNotTheUsualOneAndSignsWithSha256) {
  OAuth1Key key{.key = "k", .secret = "s", .method = SignatureMethod::hmac_sha256};
  auto header = oauth1_header(key, "GET", *parse_url("http://127.0.0.1:8080/x"), "n", 1);
  auto expected =
      sign(EVP_sha256(), "s&",
           "GET&http%3A%2F%2F127.0.0.1%3A8080%2Fx&oauth_consumer_key%3Dk%26oauth_nonce%3Dn"
           "%26oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D1%26oauth_version%3D1.0");
  EXPECT_THAT(header, HasSubstr("oauth_signature=\"" + expected + "\""));
}

} // namespace
} // namespace host_stub::import
