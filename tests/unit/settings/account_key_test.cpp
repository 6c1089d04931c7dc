#include <gtest/gtest.h>

#include "plugin/settings/account_key.hpp"

namespace passback::settings {
namespace {

constexpr auto* kToken = "https://sis.example/token";
constexpr auto* kOrigin = "https://sis.example:443";

Connection with_key(const std::string& key) {
  Connection connection;
  connection.api_key = key;
  return connection;
}

TEST(AccountKey, TheSameKeyIsOneAccountBelowOneDomainAndAnotherBesideIt) {
  auto school = with_key("district");
  school.id = "another connection";
  const auto client = client_key(with_key("district"), kToken, kOrigin);
  EXPECT_EQ(client, client_key(school, kToken, kOrigin));
  EXPECT_EQ(account_key(client, "district"), account_key(client, "district"));
  EXPECT_NE(account_key(client, "district"), account_key(client, "another tenant"));
}

TEST(AccountKey, AnotherKeyOrAnotherTokenAddressIsAnotherClient) {
  const auto one = client_key(with_key("a"), kToken, kOrigin);
  EXPECT_NE(one, client_key(with_key("b"), kToken, kOrigin));
  EXPECT_NE(one, client_key(with_key("a"), "https://sis.example/other/token", kOrigin));
}

TEST(AccountKey, TwoFixedTokensAtOneSisAreTwoClientsAndANewTokenIsTheSame) {
  Connection north, south;
  north.credential = south.credential = Credential::access_token;
  north.id = "north";
  south.id = "south";
  EXPECT_NE(client_key(north, "", kOrigin), client_key(south, "", kOrigin));
  auto renewed = north;
  renewed.secret_ref = "passback/north/secret-2";
  renewed.secret_version = 2;
  EXPECT_EQ(client_key(north, "", kOrigin), client_key(renewed, "", kOrigin));
}

TEST(AccountKey, DoesNotShowTheClientId) {
  const auto client = client_key(with_key("district-client"), kToken, kOrigin);
  EXPECT_EQ(client.find("district"), std::string::npos);
  EXPECT_EQ(account_key(client, "district").find("district"), std::string::npos);
}

} // namespace
} // namespace passback::settings
