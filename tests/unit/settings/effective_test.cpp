#include <vector>

#include <gtest/gtest.h>

#include "plugin/settings/effective.hpp"

namespace passback::settings {
namespace {

using gradebook::DomainId;

Connection connection_named(const std::string& name) {
  Connection connection;
  connection.id = name;
  return connection;
}

DomainSettings allowing() {
  DomainSettings settings;
  settings.allow_grades = true;
  settings.connection = connection_named("district-sis");
  return settings;
}

// district > school > department, with what each of them says.
std::vector<PathStep> path(std::optional<DomainSettings> district,
                           std::optional<DomainSettings> school = {},
                           std::optional<DomainSettings> department = {}) {
  return {{DomainId("district"), std::move(district)},
          {DomainId("school"), std::move(school)},
          {DomainId("department"), std::move(department)}};
}

TEST(EffectiveSettings, NothingIsSentWhereNobodySaidAnything) {
  const auto effective = effective_settings(path({}), {});
  EXPECT_FALSE(effective.allowed);
  EXPECT_EQ(effective.why_not, Code::sync_off);
}

TEST(EffectiveSettings, ADistrictsWordReachesEveryClassBelowIt) {
  const auto effective = effective_settings(path(allowing()), {});
  EXPECT_TRUE(effective.allowed);
  EXPECT_EQ(effective.decided_by, DomainId("district"));
  EXPECT_EQ(effective.connection->id, "district-sis");
  EXPECT_EQ(effective.connection_domain, DomainId("district"));
}

TEST(EffectiveSettings, TheNearestWordWins) {
  DomainSettings school;
  school.allow_grades = false;
  const auto off = effective_settings(path(allowing(), school), {});
  EXPECT_FALSE(off.allowed);
  EXPECT_EQ(off.why_not, Code::sync_off);
  EXPECT_EQ(off.decided_by, DomainId("school"));

  DomainSettings department;
  department.allow_grades = true;
  EXPECT_TRUE(effective_settings(path(allowing(), school, department), {}).allowed);
}

TEST(EffectiveSettings, AnExcludedDomainIsOffWithEverythingBelowIt) {
  auto district = allowing();
  district.excluded_domains = {DomainId("school")};
  const auto effective = effective_settings(path(district), {});
  EXPECT_FALSE(effective.allowed);
  EXPECT_EQ(effective.why_not, Code::domain_excluded);
  EXPECT_EQ(effective.decided_by, DomainId("district"));
}

TEST(EffectiveSettings, NothingBelowAnExclusionSwitchesItselfOn) {
  auto district = allowing();
  district.excluded_domains = {DomainId("school")};
  for (const auto& effective : {effective_settings(path(district, allowing()), {}),
                                effective_settings(path(district, {}, allowing()), {}),
                                effective_settings(path(district, allowing(), allowing()), {})}) {
    EXPECT_FALSE(effective.allowed);
    EXPECT_EQ(effective.why_not, Code::domain_excluded);
    EXPECT_EQ(effective.decided_by, DomainId("district"));
  }
}

TEST(EffectiveSettings, WhatIsAboveAnExclusionGoesOn) {
  auto district = allowing();
  district.excluded_domains = {DomainId("department")};
  auto to_school = path(district);
  to_school.pop_back();
  EXPECT_TRUE(effective_settings(to_school, {}).allowed);
}

TEST(EffectiveSettings, ADocumentThatAllowsAndExcludesItsOwnDomainKeepsItOff) {
  auto district = allowing();
  district.excluded_domains = {DomainId("district")};
  EXPECT_EQ(effective_settings(path(district), {}).why_not, Code::domain_excluded);
}

TEST(EffectiveSettings, AnotherBranchsExclusionDoesNotMatter) {
  auto district = allowing();
  district.excluded_domains = {DomainId("other-school")};
  EXPECT_TRUE(effective_settings(path(district), {}).allowed);
}

TEST(EffectiveSettings, AConnectionIsInheritedWholeOrReplacedWhole) {
  auto district = allowing();
  district.connection->token_url = "https://district/token";
  DomainSettings school;
  school.connection = connection_named("school-sis");
  const auto effective = effective_settings(path(district, school), {});
  EXPECT_EQ(effective.connection->id, "school-sis");
  EXPECT_EQ(effective.connection->token_url, "");
  EXPECT_EQ(effective.connection_domain, DomainId("school"));
}

TEST(EffectiveSettings, WithoutAConnectionNothingIsSentAndTheReasonSaysSo) {
  DomainSettings district;
  district.allow_grades = true;
  const auto effective = effective_settings(path(district), {});
  EXPECT_FALSE(effective.allowed);
  EXPECT_EQ(effective.why_not, Code::not_configured);
}

TEST(EffectiveSettings, AnOffDomainStillKnowsItsConnection) {
  auto district = allowing();
  district.allow_grades = false;
  EXPECT_TRUE(effective_settings(path(district), {}).connection.has_value());
}

TEST(EffectiveSettings, AClassCanOnlyNarrowAutomaticSending) {
  ClassSettings wants_automatic, wants_manual;
  wants_automatic.send_automatically = true;
  wants_manual.send_automatically = false;
  auto district = allowing();
  EXPECT_FALSE(effective_settings(path(district), wants_automatic).automatic);
  district.send_automatically = true;
  EXPECT_TRUE(effective_settings(path(district), {}).automatic);
  EXPECT_TRUE(effective_settings(path(district), wants_automatic).automatic);
  EXPECT_FALSE(effective_settings(path(district), wants_manual).automatic);
}

TEST(EffectiveSettings, CategoriesAreMadeOnlyIfAdministratorAndTeacherAgree) {
  ClassSettings teacher;
  teacher.create_categories = true;
  auto district = allowing();
  EXPECT_FALSE(effective_settings(path(district), teacher).create_categories);
  district.create_categories = true;
  EXPECT_FALSE(effective_settings(path(district), {}).create_categories);
  EXPECT_TRUE(effective_settings(path(district), teacher).create_categories);
}

} // namespace
} // namespace passback::settings
