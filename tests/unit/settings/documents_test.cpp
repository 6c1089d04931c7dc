#include <gtest/gtest.h>

#include "plugin/settings/documents.hpp"

namespace passback::settings {
namespace {

Connection full_connection() {
  Connection connection;
  connection.id = "0b6b3c0e-0000-4000-8000-000000000001";
  connection.generation = 3;
  connection.former = {{1, "Harbor SIS", "https://harbor.example/r", "https://harbor.example/g"},
                       {2, "Lakeside SIS", "", "https://lakeside.example/g"}};
  connection.sis_name = "Lincoln SIS";
  connection.profile = "generic-1.1";
  connection.version = OneRosterVersion::v1p1;
  connection.base_url = "https://sis.example/api";
  connection.rostering_base_url = "https://sis.example/rostering";
  connection.gradebook_base_url = "https://sis.example/gradebook";
  connection.token_url = "https://sis.example/token";
  connection.credential = Credential::access_token;
  connection.api_key = "key";
  connection.secret_ref = "passback/x/secret";
  connection.secret_version = 7;
  connection.secret_origins = {"https://sis.example:443"};
  connection.time_zone = "America/Denver";
  connection.ca_pem = "-----BEGIN CERTIFICATE-----";
  connection.ca_file = "/etc/ca.pem";
  return connection;
}

TEST(SettingsDocuments, EveryFieldOfADomainSurvivesStoring) {
  DomainSettings settings;
  settings.allow_grades = true;
  settings.send_automatically = false;
  settings.create_categories = true;
  settings.excluded_domains = {gradebook::DomainId("north"), gradebook::DomainId("south")};
  settings.connection = full_connection();
  const auto read = domain_settings_from_json(to_json(settings));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(*read, settings);
}

TEST(SettingsDocuments, EveryFieldOfAClassSurvivesStoring) {
  ClassSettings settings;
  settings.send_automatically = false;
  settings.create_categories = true;
  settings.category_map = {{"homework", "sis-hw"}, {"tests", "sis-t"}};
  settings.default_category = "sis-other";
  settings.excluded_activities = {gradebook::ActivityId("practice")};
  const auto read = class_settings_from_json(to_json(settings));
  ASSERT_TRUE(read.ok()) << read.error().detail;
  EXPECT_EQ(*read, settings);
}

TEST(SettingsDocuments, AnInheritedSwitchIsNotASwitchThatIsOff) {
  const auto inherited = domain_settings_from_json("{}");
  const auto off = domain_settings_from_json(R"({"allow_grades":false})");
  ASSERT_TRUE(inherited.ok());
  ASSERT_TRUE(off.ok());
  EXPECT_EQ(inherited->allow_grades, std::nullopt);
  EXPECT_EQ(off->allow_grades, false);
  EXPECT_EQ(to_json(DomainSettings{}), "{}");
}

TEST(SettingsDocuments, EqualSettingsGiveEqualTexts) {
  const auto one = domain_settings_from_json(R"({"send_automatically":true,"allow_grades":true})");
  const auto two = domain_settings_from_json(R"({"allow_grades":true,"send_automatically":true})");
  ASSERT_TRUE(one.ok());
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(to_json(*one), to_json(*two));
}

TEST(SettingsDocuments, AMemberOfANewerReleaseIsIgnored) {
  const auto read = domain_settings_from_json(R"({"a_later_rule":[22,6],"allow_grades":true})");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->allow_grades, true);
}

TEST(SettingsDocuments, WhatCannotBeReadIsNamed) {
  const auto read = domain_settings_from_json(R"({"allow_grades":"yes"})");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, Code::corrupt);
  EXPECT_NE(read.error().detail.find("allow_grades"), std::string::npos);
  EXPECT_FALSE(domain_settings_from_json(R"({"connection":{"version":"2.0"}})").ok());
  EXPECT_FALSE(class_settings_from_json(R"({"category_map":{"a":1}})").ok());
  EXPECT_FALSE(class_settings_from_json("[]").ok());
}

TEST(SettingsDocuments, AStoredConnectionHoldsNoSecretOnlyItsName) {
  const auto text = to_json(full_connection());
  EXPECT_NE(text.find("passback/x/secret"), std::string::npos);
  EXPECT_EQ(*connection_from_json(text), full_connection());
}

} // namespace
} // namespace passback::settings
