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

TEST(AccountKey, TwoDomainsWithTheSameKeyShareOneAccount) {
  auto school = with_key("district");
  school.id = "another connection";
  EXPECT_EQ(account_key(with_key("district"), kToken, kOrigin),
            account_key(school, kToken, kOrigin));
}

TEST(AccountKey, AnotherKeyOrAnotherTokenAddressIsAnotherAccount) {
  const auto one = account_key(with_key("a"), kToken, kOrigin);
  EXPECT_NE(one, account_key(with_key("b"), kToken, kOrigin));
  EXPECT_NE(one, account_key(with_key("a"), "https://sis.example/other/token", kOrigin));
}

TEST(AccountKey, TwoFixedTokensAtOneSisAreTwoAccounts) {
  Connection north, south;
  north.credential = south.credential = Credential::access_token;
  north.secret_ref = "passback/north/secret";
  south.secret_ref = "passback/south/secret";
  EXPECT_NE(account_key(north, "", kOrigin), account_key(south, "", kOrigin));
}

TEST(AccountKey, DoesNotShowTheClientId) {
  EXPECT_EQ(account_key(with_key("district-client"), kToken, kOrigin).find("district"),
            std::string::npos);
}

} // namespace
} // namespace passback::settings
