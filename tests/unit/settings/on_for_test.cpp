#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "plugin/settings/effective.hpp"
#include "plugin/settings/on_for.hpp"

namespace passback::settings {
namespace {

using gradebook::ClassId;
using gradebook::DomainId;

OnFor only(std::vector<std::string> domains, std::vector<std::string> classes,
           std::vector<std::string> teachers) {
  return {false, std::move(domains), std::move(classes), std::move(teachers)};
}

TEST(OnFor, NamesDomainsWithAllBelowThemClassesOrTeachers) {
  const std::vector<DomainId> path{DomainId("district"), DomainId("north")};
  const std::vector<std::string> teachers{"ann"};
  const auto on = [&](const OnFor& rule) {
    return is_on_for(rule, path, ClassId("algebra"), teachers);
  };
  EXPECT_TRUE(on({}));
  EXPECT_TRUE(on(only({"district"}, {}, {})));
  EXPECT_TRUE(on(only({}, {"algebra"}, {})));
  EXPECT_TRUE(on(only({}, {}, {"bob", "ann"})));
  EXPECT_FALSE(on(only({"south"}, {"english"}, {"bob"})));
}

TEST(OnFor, IsReadAsItWasWritten) {
  OnFor read;
  for (const auto& rule : {OnFor{}, only({"north"}, {}, {"ann"})}) {
    ASSERT_TRUE(from_value(to_value(rule), read));
    EXPECT_EQ(read, rule);
  }
  EXPECT_TRUE(from_value("everyone", read));
  EXPECT_TRUE(from_value(boost::json::parse(R"({"classes":["algebra"]})"), read));
  EXPECT_FALSE(from_value(boost::json::parse(R"({"who":"only","classes":[]})"), read));
  EXPECT_FALSE(from_value("nobody", read));
  EXPECT_FALSE(from_value(boost::json::parse(R"({"teachers":"ann"})"), read));
}

TEST(OnFor, WhoeverIsAddedJoins) {
  const auto few = only({"north"}, {}, {});
  const auto more = only({"north"}, {"algebra"}, {});
  EXPECT_TRUE(joins(few, more));
  EXPECT_FALSE(joins(more, few));
  EXPECT_TRUE(joins(few, OnFor{}));
  EXPECT_TRUE(joins(few, std::nullopt));
  EXPECT_FALSE(joins(std::nullopt, few));
  EXPECT_FALSE(joins(few, few));
}

TEST(OnFor, AClassThatIsLeftOutIsOffBecauseOfTheDomainThatSaidSo) {
  DomainSettings district;
  district.allow_grades = true;
  district.connection = Connection{};
  district.sending.on_for = only({}, {"english"}, {});
  const std::vector<PathStep> steps{{DomainId("district"), district}, {DomainId("north"), {}}};
  auto effective = effective_settings(steps, {});
  const std::vector<DomainId> path{DomainId("district"), DomainId("north")};
  narrow_to_pilot(effective, path, ClassId("algebra"), {});
  EXPECT_FALSE(effective.allowed);
  EXPECT_EQ(effective.why_not, Code::not_in_pilot);
  EXPECT_EQ(effective.decided_by, DomainId("district"));
}

} // namespace
} // namespace passback::settings
