// What a token may do of what was asked for, and what is asked for instead.
#include <gtest/gtest.h>

#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/auth/granted_scopes.hpp"

namespace passback::oneroster {
namespace {

constexpr std::string_view kAsked = "https://s/roster-core.readonly https://s/roster.readonly "
                                    "https://s/gradebook.readonly https://s/gradebook.createput";

TEST(FewerScopes, GiveUpReadingRostersTheWidestFirstAndNothingElse) {
  const auto once = with_fewer_scopes(kAsked);
  EXPECT_EQ(once, "https://s/roster-core.readonly https://s/gradebook.readonly "
                  "https://s/gradebook.createput");
  const auto twice = with_fewer_scopes(once);
  EXPECT_EQ(twice, "https://s/gradebook.readonly https://s/gradebook.createput");
  EXPECT_EQ(with_fewer_scopes(twice), "");
  EXPECT_EQ(with_fewer_scopes(""), "");
  EXPECT_EQ(with_fewer_scopes("roster.readonly"), "") << "no scope at all would mean all of them";
}

TEST(RefusedScope, IsToldFromOtherRefusals) {
  const auto refused = [](int status, const char* body) {
    return refuses_scope(HttpAnswer{status, {}, body});
  };
  EXPECT_TRUE(refused(400, R"({"error":"invalid_scope"})"));
  EXPECT_TRUE(refused(200, R"({"error":"invalid_scope"})")) << "some say 200";
  EXPECT_FALSE(refused(400, R"({"error":"invalid_client"})"));
  EXPECT_FALSE(refused(400, "invalid_scope"));
  EXPECT_FALSE(refused(200, R"({"access_token":"t","error":"invalid_scope"})"));
}

TEST(NotGranted, NamesWhatIsMissing) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(not_granted(kAsked, "https://s/gradebook.createput https://s/gradebook.readonly"),
            (Names{"roster-core.readonly", "roster.readonly"}));
  EXPECT_EQ(not_granted(kAsked, "https://s/roster.readonly https://s/gradebook.createput"),
            Names{"gradebook.readonly"})
      << "the wider roster scope stands for the narrower";
  EXPECT_EQ(not_granted(kAsked, kAsked), Names{});
  EXPECT_EQ(not_granted(kAsked, ""), Names{}) << "the server does not say";
  EXPECT_EQ(not_granted(kAsked, "everything"), Names{}) << "in words of its own";
}

TEST(RosterReads, FollowFromWhatIsGranted) {
  const std::string grades = "https://s/gradebook.readonly";
  EXPECT_EQ(roster_reads(kAsked, ""), (RosterReads{true, true}));
  EXPECT_EQ(roster_reads(kAsked, grades), (RosterReads{false, false}));
  EXPECT_EQ(roster_reads(kAsked, grades + " https://s/roster-core.readonly"),
            (RosterReads{true, false}));
  EXPECT_EQ(roster_reads(kAsked, grades + " https://s/roster.readonly"), (RosterReads{true, true}));
  EXPECT_EQ(roster_reads("https://s/roster.readonly", grades), (RosterReads{false, false}))
      << "where only the wider one was asked for";
  EXPECT_EQ(roster_reads(grades, grades), (RosterReads{true, true}))
      << "what was not asked for may be permitted all the same";
}

} // namespace
} // namespace passback::oneroster
