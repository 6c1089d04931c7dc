// Where ids of the SIS come from: how a way is written, and which of several gives the id. Pure.
#include <gtest/gtest.h>

#include "plugin/settings/documents.hpp"
#include "plugin/settings/id_ways.hpp"

namespace passback::settings {
namespace {

namespace json = boost::json;

std::optional<IdWayList> ways(const char* text) {
  IdWayList list;
  EXPECT_TRUE(from_value(json::value(text), list)) << text;
  return list;
}

std::string id(const char* text, const FieldValues& values, const char* by_roster = "") {
  return id_by(ways(text), values).over(gradebook::SourcedId(by_roster)).value;
}

TEST(IdWays, TheFirstWayThatGivesAValueWins) {
  EXPECT_EQ(id("external_id, email", {{"external_id", "7"}, {"email", "a@b"}}), "7");
  EXPECT_EQ(id("external_id, email", {{"email", "a@b"}}), "a@b");
  EXPECT_EQ(id("external_id, email", {{"external_id", "  "}, {"email", "a@b"}}), "a@b");
  EXPECT_EQ(id("external_id, email", {}), "");
}

TEST(IdWays, TheRosterCountsWhereItStandsInTheList) {
  EXPECT_EQ(id("external_id, roster", {{"external_id", "7"}}, "r"), "7");
  EXPECT_EQ(id("external_id, roster", {}, "r"), "r");
  EXPECT_EQ(id("roster, external_id", {{"external_id", "7"}}, "r"), "r");
  EXPECT_EQ(id("roster, external_id", {{"external_id", "7"}}, ""), "7");
  EXPECT_EQ(id("external_id", {}, "r"), "") << "where it is not named it does not count";
}

TEST(IdWays, ARulePutsTextAroundAValueAndTakesItOff) {
  EXPECT_EQ(id("S-[number]", {{"number", "1004"}}), "S-1004");
  EXPECT_EQ(id("[number]@lakeside", {{"number", " 1004 "}}), "1004@lakeside");
  EXPECT_EQ(id("u-[number:LMS-*]", {{"number", "LMS-1004"}}), "u-1004");
  EXPECT_EQ(id("[number:*-2026]", {{"number", "1004-2026"}}), "1004");
  EXPECT_EQ(id("[number:LMS-*], roster", {{"number", "1004"}}, "r"), "r")
      << "a value of another form is none";
  EXPECT_EQ(id("[number:LMS-*]", {{"number", "LMS-"}}), "");
}

TEST(IdWays, AreWrittenAsTheyWereRead) {
  for (const auto* text : {"roster", "external_id", "custom.sis/number", "S-[custom.number]",
                           "[number:LMS-*]", "u-[number:*-x]-y"}) {
    const auto way = id_way_from_text(text);
    ASSERT_TRUE(way) << text;
    EXPECT_EQ(to_text(*way), text);
  }
}

TEST(IdWays, WhatIsNoWayIsRefused) {
  for (const auto* text : {"", "  ", "S-[", "]x[", "[]", "[a][b]", "[number:LMS]", "[number:*a*]",
                           "[roster]", "S-[roster]", "identifier:*"}) {
    EXPECT_FALSE(id_way_from_text(text)) << text;
  }
  IdWayList list;
  EXPECT_FALSE(from_value(json::value("external_id,,roster"), list));
  EXPECT_FALSE(from_value(json::value(7), list));
  EXPECT_FALSE(from_value(json::array{7}, list));
}

TEST(IdWays, AnIdThatNoSisHasIsNone) {
  EXPECT_EQ(id("external_id", {{"external_id", std::string(256, 'x')}}), "");
  EXPECT_EQ(id("external_id", {{"external_id", "a\nb"}}), "");
}

TEST(IdWays, TheRosterAloneAsksNobody) {
  EXPECT_FALSE(asks_host(std::optional<IdWayList>()));
  EXPECT_FALSE(asks_host(ways("roster")));
  EXPECT_TRUE(asks_host(ways("roster, email")));
  EXPECT_EQ(id_by(ways("roster"), {{"email", "a@b"}}), gradebook::CustomId{});
  EXPECT_FALSE(id_by(std::nullopt, {}).asked);
  EXPECT_TRUE(id_by(ways("email"), {}).asked);
}

TEST(IdWays, EachKindIsInheritedByItself) {
  IdWays above;
  above.users = ways("external_id");
  above.classes = ways("identifier");
  IdWays nearer;
  nearer.classes = ways("roster");
  inherit(above, nearer);
  EXPECT_EQ(above.users, ways("external_id"));
  EXPECT_EQ(above.classes, ways("roster"));
  EXPECT_FALSE(above.enrolments);
}

TEST(IdWays, StandInTheSettingsOfADomainAndAreLeftOutWhereNobodySaidAnything) {
  DomainSettings settings;
  settings.ids.users = ways("S-[number], roster");
  const auto text = to_json(settings);
  EXPECT_EQ(text, R"({"custom_data":{"users":["S-[number]","roster"]}})");
  const auto read = domain_settings_from_json(text);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, settings);
  EXPECT_EQ(to_json(DomainSettings{}), "{}");
}

TEST(CustomId, ComesBackFromItsText) {
  for (const gradebook::CustomId& one :
       {gradebook::CustomId{}, gradebook::CustomId{true, gradebook::SourcedId("a"), false, {}},
        gradebook::CustomId{true, {}, true, gradebook::SourcedId("b")}}) {
    EXPECT_EQ(gradebook::custom_id_from_text(gradebook::to_text(one)), one);
  }
  EXPECT_FALSE(gradebook::custom_id_from_text("{broken").asked);
}

} // namespace
} // namespace passback::settings
