// Signatures against the examples of RFC 5849 and of OAuth Core 1.0, and what a provider must
// refuse.
#include <string>

#include <gtest/gtest.h>

#include "host_stub/sis/oauth1.hpp"
#include "tests/unit/sis/fixture.hpp"

namespace host_stub::sis {
namespace {

using namespace host_stub::sis::testing;

TEST(OAuth1BaseString, IsThatOfRfc5849Section3411) {
  Parameters parameters = *parse_form("b5=%3D%253D&a3=a&c%40=&a2=r%20b");
  for (const auto& more :
       {*parse_form("c2&a3=2+q"),
        *parse_oauth_header(
            R"(OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2",)"
            R"( oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1",)"
            R"( oauth_timestamp="137131201", oauth_nonce="7d8f3e4a")")}) {
    parameters.insert(parameters.end(), more.begin(), more.end());
  }
  EXPECT_EQ(
      signature_base_string("POST", base_string_uri(false, "example.com", "/request"), parameters),
      "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q"
      "%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_"
      "key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_m"
      "ethod%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk"
      "9d7dh3k39sjv7");
}

TEST(OAuth1BaseString, TakesTheUriAsRfc5849Section3412) {
  EXPECT_EQ(base_string_uri(false, "EXAMPLE.COM:80", "/r%20v/X"), "http://example.com/r%20v/X");
  EXPECT_EQ(base_string_uri(true, "www.example.net:8080", "/"), "https://www.example.net:8080/");
  EXPECT_EQ(base_string_uri(true, "example.net:443", ""), "https://example.net/");
  EXPECT_EQ(base_string_uri(true, "example.net:80", "/"), "https://example.net:80/");
}

TEST(OAuth1Signature, IsThatOfRfc5849Section12ForThePhoto) {
  const Parameters parameters = {{"file", "vacation.jpg"},
                                 {"size", "original"},
                                 {"oauth_consumer_key", "dpf43f3p2l4k3l03"},
                                 {"oauth_token", "nnch734d00sl2jdk"},
                                 {"oauth_signature_method", "HMAC-SHA1"},
                                 {"oauth_timestamp", "137131202"},
                                 {"oauth_nonce", "chapoH"}};
  const auto base = signature_base_string(
      "GET", base_string_uri(false, "photos.example.net", "/photos"), parameters);
  EXPECT_EQ(oauth1_signature(Digest::sha1, base, "kd94hf93k423kf44", "pfkkdhi9sl3r4s00"),
            "MdpQcU8iPSUjWoN/UDMsK2sui9I=");
}

TEST(OAuth1Signature, IsThatOfRfc5849Section12ForTheTemporaryCredentials) {
  const Parameters parameters = {{"oauth_consumer_key", "dpf43f3p2l4k3l03"},
                                 {"oauth_signature_method", "HMAC-SHA1"},
                                 {"oauth_timestamp", "137131200"},
                                 {"oauth_nonce", "wIjqoS"},
                                 {"oauth_callback", "http://printer.example.com/ready"}};
  const auto base = signature_base_string(
      "POST", base_string_uri(true, "photos.example.net", "/initiate"), parameters);
  EXPECT_EQ(oauth1_signature(Digest::sha1, base, "kd94hf93k423kf44"),
            "74KNZJeDHnMBp0EMJ9ZHt/XKycU=");
}

TEST(OAuth1Signature, IsThatOfRfc5849Section12ForTheToken) {
  const Parameters parameters = {{"oauth_consumer_key", "dpf43f3p2l4k3l03"},
                                 {"oauth_token", "hh5s93j4hdidpola"},
                                 {"oauth_signature_method", "HMAC-SHA1"},
                                 {"oauth_timestamp", "137131201"},
                                 {"oauth_nonce", "walatlh"},
                                 {"oauth_verifier", "hfdp7dh39dks9884"}};
  const auto base = signature_base_string(
      "POST", base_string_uri(true, "photos.example.net", "/token"), parameters);
  EXPECT_EQ(oauth1_signature(Digest::sha1, base, "kd94hf93k423kf44", "hdhd0244k9j7ao03"),
            "gKgrFCywp7rO0OXSjdot/IHF7IU=");
}

TEST(OAuth1Signature, IsThatOfOAuthCoreAppendixA) {
  const Parameters parameters = {{"file", "vacation.jpg"},
                                 {"size", "original"},
                                 {"oauth_consumer_key", "dpf43f3p2l4k3l03"},
                                 {"oauth_token", "nnch734d00sl2jdk"},
                                 {"oauth_signature_method", "HMAC-SHA1"},
                                 {"oauth_timestamp", "1191242096"},
                                 {"oauth_nonce", "kllo9940pd9333jh"},
                                 {"oauth_version", "1.0"}};
  const auto base = signature_base_string(
      "GET", base_string_uri(false, "photos.example.net", "/photos"), parameters);
  EXPECT_EQ(oauth1_signature(Digest::sha1, base, "kd94hf93k423kf44", "pfkkdhi9sl3r4s00"),
            "tR3+Ty81lMeYAr/Fid0kMTYa/WM=");
}

TEST(OAuth1Header, IsRefusedWhenMalformed) {
  EXPECT_FALSE(parse_oauth_header("Bearer x"));
  EXPECT_FALSE(parse_oauth_header("OAuth oauth_nonce=unquoted"));
  EXPECT_FALSE(parse_oauth_header(R"(OAuth oauth_nonce="%zz")"));
}

TEST(NonceStore, RefusesTheSameTwiceAndForgetsWhatIsTooOld) {
  NonceStore nonces;
  const std::chrono::seconds window{300};
  EXPECT_TRUE(nonces.use("a", 1000, "n", 1000, window));
  EXPECT_FALSE(nonces.use("a", 1000, "n", 1000, window));
  EXPECT_TRUE(nonces.use("b", 1000, "n", 1000, window)) << "another client";
  EXPECT_TRUE(nonces.use("a", 1001, "n", 1001, window)) << "another time";
  EXPECT_TRUE(nonces.use("a", 1000, "n", 1301, window)) << "its timestamp is refused anyway by now";
}

class OAuth1 : public SisFixture {
 protected:
  void SetUp() override { start(); }

  /// A request whose parameters are signed as a client does, and put where `place` says.
  http::Request signed_request(const std::string& address, Parameters extra = {},
                               const std::string& method = "HMAC-SHA1",
                               const std::string& secret = "lms-secret") {
    auto out = request("GET", address);
    std::erase_if(out.headers, [](const http::Header& h) { return h.name == "Authorization"; });
    Parameters protocol = {{"oauth_consumer_key", "lms"},
                           {"oauth_signature_method", method},
                           {"oauth_timestamp", std::to_string(now_ms_ / 1000)},
                           {"oauth_nonce", nonce}};
    for (const auto& [name, value] : extra) {
      std::erase_if(protocol, [&, key = name](const auto& p) { return p.first == key; });
      protocol.emplace_back(name, value);
    }
    auto all = *parse_form(out.query);
    all.insert(all.end(), protocol.begin(), protocol.end());
    const auto base =
        signature_base_string("GET", base_string_uri(false, "sis.example:8080", out.path), all);
    protocol.emplace_back(
        "oauth_signature",
        oauth1_signature(method == "HMAC-SHA256" ? Digest::sha256 : Digest::sha1, base, secret));
    std::string header = "OAuth realm=\"\"";
    std::string query;
    for (const auto& [name, value] : protocol) {
      header += "," + name + "=\"" + percent_encode(value) + "\"";
      query += "&" + name + "=" + percent_encode(value);
    }
    if (in_query) {
      out.query += query;
    } else {
      out.headers.push_back({"Authorization", header});
    }
    return out;
  }
  int status(const http::Request& made) { return service_->handle(made).status; }

  const std::string target = std::string(k1p1) + "/users?filter=familyName%3D%27O%27%27Neil%27";
  std::string nonce = "n-1";
  bool in_query = false;
};

TEST_F(OAuth1, AcceptsASignedRequestWithAFilterThatHasQuotes) {
  const auto answer = service_->handle(signed_request(target));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("users").at(0).at("sourcedId").as_string(), "s1");
}

TEST_F(OAuth1, AcceptsHmacSha256) {
  EXPECT_EQ(status(signed_request(target, {}, "HMAC-SHA256")), 200);
}

TEST_F(OAuth1, AcceptsParametersInTheQuery) {
  in_query = true;
  EXPECT_EQ(status(signed_request(target)), 200);
}

TEST_F(OAuth1, RefusesANonceThatWasUsed) {
  EXPECT_EQ(status(signed_request(target)), 200);
  EXPECT_EQ(status(signed_request(target)), 401);
  nonce = "n-2";
  EXPECT_EQ(status(signed_request(target)), 200);
}

TEST_F(OAuth1, RefusesAWrongSecretAnUnknownKeyAndAChangedQuery) {
  EXPECT_EQ(status(signed_request(target, {}, "HMAC-SHA1", "wrong")), 401);
  EXPECT_EQ(status(signed_request(target, {{"oauth_consumer_key", "someone"}})), 401);
  auto changed = signed_request(target);
  changed.query = "filter=familyName%3D%27Li%27";
  EXPECT_EQ(status(changed), 401);
}

TEST_F(OAuth1, RefusesAnOldTimestamp) {
  const auto old = std::to_string(now_ms_ / 1000 - 301);
  EXPECT_EQ(status(signed_request(target, {{"oauth_timestamp", old}})), 401);
}

TEST_F(OAuth1, SaysThatARequestCannotBeChecked) {
  EXPECT_EQ(status(signed_request(target, {{"oauth_version", "2.0"}})), 400);
  EXPECT_EQ(status(signed_request(target, {}, "PLAINTEXT")), 400);
  EXPECT_EQ(status(signed_request(target, {{"oauth_timestamp", "yesterday"}})), 400);
  EXPECT_EQ(status(signed_request(target, {{"oauth_nonce", ""}})), 400);
  auto twice = signed_request(target);
  twice.query += "&oauth_nonce=other";
  EXPECT_EQ(status(twice), 400);
}

TEST_F(OAuth1, IsNotForVersion1p2) {
  EXPECT_EQ(status(signed_request(std::string(kRostering) + "/users?limit=1")), 401);
}

TEST_F(OAuth1, ForgivesAnEmptyTokenButTakesNoOther) {
  EXPECT_EQ(status(signed_request(target, {{"oauth_token", ""}})), 200);
  nonce = "n-2";
  EXPECT_EQ(status(signed_request(target, {{"oauth_token", "t"}})), 401);
}

} // namespace
} // namespace host_stub::sis
