#include <gtest/gtest.h>

#include "plugin/settings/secrets.hpp"

namespace passback::settings {
namespace {

TEST(Secret, AMovedSecretLeavesNothingBehind) {
  for (const auto* text : {"short", "a secret that is too long for the small buffer"}) {
    Secret source{std::string(text)};
    const Secret target(std::move(source));
    EXPECT_EQ(target.reveal(), text);
    EXPECT_TRUE(source.empty()); // NOLINT(bugprone-use-after-move): what it tests
  }
}

TEST(Secret, AShorterValueDoesNotKeepTheEndOfTheLongerOne) {
  Secret secret(std::string("a secret that is too long for the small buffer"));
  secret = Secret(std::string("new"));
  EXPECT_EQ(secret.reveal(), "new");
}

TEST(SecretCache, AMissingSecretBecomesAWish) {
  SecretCache cache;
  EXPECT_EQ(cache.get("passback/a/secret", 2), std::nullopt);
  EXPECT_EQ(cache.wanted(), (std::map<std::string, std::int64_t>{{"passback/a/secret", 2}}));
}

TEST(SecretCache, AnAnswerEndsTheWish) {
  SecretCache cache;
  static_cast<void>(cache.get("a", 1));
  cache.put("a", 1, Secret("value"));
  EXPECT_TRUE(cache.wanted().empty());
  EXPECT_EQ(cache.get("a", 1)->reveal(), "value");
}

TEST(SecretCache, AnOlderVersionThanAskedForIsNotUsed) {
  SecretCache cache;
  cache.put("a", 1, Secret("old"));
  EXPECT_EQ(cache.get("a", 2), std::nullopt);
  cache.put("a", 1, Secret("old"));
  EXPECT_EQ(cache.wanted().at("a"), 2);
  cache.put("a", 2, Secret("new"));
  EXPECT_EQ(cache.get("a", 2)->reveal(), "new");
  cache.put("a", 1, Secret("late answer"));
  EXPECT_EQ(cache.get("a", 2)->reveal(), "new");
}

TEST(SecretCache, WhatClingsToASecretOfTheVaultIsTakenOff) {
  SecretCache cache;
  cache.put("a", 1, Secret(" \xe2\x80\x8bvalue\xc2\xa0\r\n"));
  EXPECT_EQ(cache.get("a", 1)->reveal(), "value");
}

TEST(SecretCache, ASecretWithALineBreakInsideIsNotUsedAndSaysWhy) {
  SecretCache cache;
  EXPECT_EQ(cache.get("a", 1), std::nullopt);
  cache.put("a", 1, Secret("tok\n3n"));
  EXPECT_EQ(cache.get("a", 1), std::nullopt);
  EXPECT_TRUE(cache.is_unusable("a"));
  EXPECT_EQ(cache.wanted().count("a"), 1U) << "the vault may have a better one by now";
  cache.put("a", 1, Secret("tok3n"));
  EXPECT_EQ(cache.get("a", 1)->reveal(), "tok3n");
  EXPECT_FALSE(cache.is_unusable("a"));
}

TEST(SecretCache, ARefusedSecretIsAskedForAgain) {
  SecretCache cache;
  cache.put("a", 3, Secret("value"));
  cache.forget("a");
  EXPECT_EQ(cache.wanted().at("a"), 3);
  EXPECT_EQ(cache.get("a", 3), std::nullopt);
}

} // namespace
} // namespace passback::settings
