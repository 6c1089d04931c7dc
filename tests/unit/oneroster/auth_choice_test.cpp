#include <gtest/gtest.h>

#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {
namespace {

struct Card {
  settings::Connection connection;
  Profile profile;

  explicit Card(OneRosterVersion version) {
    connection.version = profile.oneroster = version;
    connection.base_url = "https://sis.example";
    connection.api_key = "key";
    profile.title = "Test SIS";
    profile.rostering_path = profile.gradebook_path = "/or";
  }
  Result<AuthChoice> choose() const {
    return choose_auth(connection, profile, resolve_endpoint(connection, profile).value());
  }
};

TEST(AuthChoice, TakesTheFixedTokenWhereOneIsEntered) {
  Card card(OneRosterVersion::v1p2);
  card.connection.credential = settings::Credential::access_token;
  card.connection.api_key.clear();
  EXPECT_EQ(card.choose()->way, AuthWay::fixed_token);
}

TEST(AuthChoice, ExchangesKeyAndSecretAtTheTokenUrl) {
  for (const auto version : {OneRosterVersion::v1p1, OneRosterVersion::v1p2}) {
    Card card(version);
    card.profile.oauth1 = version == OneRosterVersion::v1p1;
    card.connection.token_url = "https://sis.example/token";
    const auto choice = card.choose();
    EXPECT_EQ(choice->way, AuthWay::oauth2_client_credentials);
    EXPECT_NE(choice->explanation.english().find("https://sis.example/token"), std::string::npos);
  }
}

TEST(AuthChoice, SaysThatTheTokenUrlComesFromTheProfile) {
  Card card(OneRosterVersion::v1p1);
  card.profile.oauth1 = true;
  card.profile.token_url_template = "{base_url}/token";
  const auto choice = card.choose();
  EXPECT_EQ(choice->way, AuthWay::oauth2_client_credentials);
  EXPECT_NE(choice->explanation.english().find("https://sis.example/token"), std::string::npos);
  EXPECT_NE(choice->explanation.english().find("Test SIS"), std::string::npos);
}

TEST(AuthChoice, SignsIn1p1WhereTheProfileSaysSo) {
  Card card(OneRosterVersion::v1p1);
  card.profile.oauth1 = true;
  card.profile.signature_method = SignatureMethod::hmac_sha1;
  const auto choice = card.choose();
  EXPECT_EQ(choice->way, AuthWay::oauth1_signature);
  EXPECT_NE(choice->explanation.english().find("HMAC-SHA1"), std::string::npos);
}

TEST(AuthChoice, NeverSignsIn1p2AndNamesTheFieldThatIsMissing) {
  Card card(OneRosterVersion::v1p2);
  card.profile.oauth1 = true;
  const auto choice = card.choose();
  ASSERT_FALSE(choice.ok());
  EXPECT_EQ(choice.error().code, Code::config);
  EXPECT_NE(choice.error().detail.find("API Token URL"), std::string::npos);
}

TEST(AuthChoice, AsksForATokenUrlWhereTheSisTakesNoSignature) {
  Card card(OneRosterVersion::v1p1);
  EXPECT_NE(card.choose().error().detail.find("API Token URL"), std::string::npos);
}

TEST(AuthChoice, AsksForCredentialsWhereThereAreNone) {
  Card card(OneRosterVersion::v1p1);
  card.connection.api_key.clear();
  EXPECT_EQ(card.choose().error().code, Code::config);
}

} // namespace
} // namespace passback::oneroster
