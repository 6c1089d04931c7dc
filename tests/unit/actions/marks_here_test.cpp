#include <gtest/gtest.h>

#include "plugin/actions/marks_here.hpp"

namespace passback::actions {
namespace {

using oneroster::OneRosterVersion;
using oneroster::Profile;

std::string text_of(const Profile& profile, OneRosterVersion version, std::string_view mark) {
  for (const auto& one : marks_here(profile, version, texts::Words())) {
    if (one.at("mark").as_string() == mark) {
      return std::string(one.at("text").as_string());
    }
  }
  return {};
}

TEST(MarksHere, AreNineAndEachSaysSomething) {
  const auto list = marks_here({}, OneRosterVersion::v1p2, texts::Words());
  EXPECT_EQ(list.size(), 9U);
  for (const auto& one : list) {
    EXPECT_FALSE(one.at("label").as_string().empty());
    EXPECT_FALSE(one.at("text").as_string().empty());
  }
}

TEST(MarksHere, SayWhatTheOldVersionHasNoPlaceFor) {
  Profile profile;
  profile.clearing = oneroster::Clearing::remove;
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p2, "late"), "The mark goes beside the score.");
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p1, "late"), "The score goes, without the mark.");
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p1, "missing"),
            "It needs your attention: mark it in the SIS by hand.");
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p1, "cleared"),
            "The grade is taken out of the SIS.");
}

TEST(MarksHere, FollowTheProfile) {
  Profile profile;
  profile.dropped = oneroster::Dropped::exempt;
  profile.statuses.exempt = "excused";
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p2, "dropped"), "The SIS gets \"excused\".");
  profile.exempt_score = oneroster::ExemptScore::omit;
  EXPECT_EQ(text_of(profile, OneRosterVersion::v1p2, "exempt"),
            "The SIS gets \"excused\", without points.");
}

} // namespace
} // namespace passback::actions
