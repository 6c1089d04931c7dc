#include <gtest/gtest.h>

#include "plugin/decision/on_trial.hpp"
#include "plugin/oneroster/documents/stand_in.hpp"

namespace passback::decision {
namespace {

boost::json::object shown(const std::string& members) {
  return shown_members("{\"lineItem\":{" + members + "}}");
}

TEST(ShownMembers, AreThoseThatThePersonDecidedAndNeitherIdsNorTimesOfSending) {
  EXPECT_EQ(shown(R"("sourcedId":"x","status":"active","dateLastModified":"2026-09-01T00:00:00.000Z",)"
                  R"("title":"Essay","resultValueMax":100)"),
            boost::json::parse(R"({"title":"Essay","resultValueMax":100})"));
}

TEST(ShownMembers, AReferenceIsTheIdThatItNames) {
  EXPECT_EQ(shown(R"("category":{"href":"https://sis/categories/c1","sourcedId":"c1","type":"category"})"),
            boost::json::parse(R"({"category":"c1"})"));
}

TEST(ShownMembers, WhatAStandInStandsForIsLeftOut) {
  EXPECT_EQ(shown("\"category\":{\"sourcedId\":\"" + oneroster::stand_in().value +
                  "\"},\"title\":\"Essay\""),
            boost::json::parse(R"({"title":"Essay"})"));
}

TEST(ShownMembers, ATextThatReadsLikeAStandInIsShown) {
  EXPECT_EQ(shown("\"comment\":\"" + oneroster::stand_in().value + "\"").size(), 1U);
}

TEST(ShownMembers, OfWhatIsNoDocumentAreNone) {
  EXPECT_TRUE(shown_members("").empty());
  EXPECT_TRUE(shown_members("[]").empty());
  EXPECT_TRUE(shown_members("{\"lineItem\":7}").empty());
}

} // namespace
} // namespace passback::decision
