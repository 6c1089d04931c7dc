#include <gtest/gtest.h>

#include "plugin/oneroster/reads/link_header.hpp"

namespace passback::oneroster {
namespace {

constexpr std::string_view kHere = "https://s.example/or/v1p1/lineItems?limit=2&offset=0";

std::string next(std::string link) {
  return next_link({200, {{"Link", std::move(link)}}, ""}, kHere).value_or("none");
}

TEST(LinkHeader, GivesTheNextPage) {
  const std::string page = "https://s.example/or/v1p1/lineItems?limit=2&offset=2";
  EXPECT_EQ(next("<" + page + ">; rel=\"next\""), page);
  EXPECT_EQ(next("<" + page + ">;rel=next"), page);
  EXPECT_EQ(next("<x>; rel=\"first\", <" + page + ">; title=\"a, b; rel=x\"; REL=\"last NEXT\""),
            page);
  EXPECT_EQ(next("<x>; rel=\"prev\""), "none");
  EXPECT_EQ(next("<x>; title=\"next\""), "none");
  EXPECT_EQ(next(""), "none");
}

TEST(LinkHeader, IsFoundAmongSeveralAndInLowerCase) {
  const HttpAnswer answer{
      200, {{"link", "<?offset=9>; rel=\"last\""}, {"LINK", "<?offset=2>; rel=\"next\""}}, ""};
  EXPECT_EQ(next_link(answer, kHere), "https://s.example/or/v1p1/lineItems?offset=2");
}

TEST(LinkHeader, ResolvesWhatIsRelative) {
  EXPECT_EQ(next("<lineItems?offset=2>; rel=next"), "https://s.example/or/v1p1/lineItems?offset=2");
  EXPECT_EQ(next("</x/./lineItems?offset=2>; rel=next"), "https://s.example/x/lineItems?offset=2");
  EXPECT_EQ(next("<../lineItems?offset=2#a>; rel=next"), "https://s.example/or/lineItems?offset=2");
  EXPECT_EQ(next("<../../../..>; rel=next"), "https://s.example/");
  EXPECT_EQ(next("<//s.example:443/y>; rel=next"), "https://s.example/y");
}

TEST(LinkHeader, IsNeverFollowedToAnotherOrigin) {
  for (const char* target :
       {"https://evil.example/x", "http://s.example/x", "https://s.example:8443/x", "//evil/x",
        "https://s.example@evil.example/x", "javascript:1", "~/ims/oneroster/v1p1/lineItems",
        "https://s.example/a b", "ftp://s.example/x"}) {
    EXPECT_EQ(next("<" + std::string(target) + ">; rel=\"next\""), "none") << target;
  }
}

TEST(LinkHeader, SurvivesWhatIsBroken) {
  for (const char* link : {"<", "<x", "x>; rel=next", "<>; rel=next", ";;;,,,", "<x>; rel=\"next",
                           "<x>; rel=\"\\", "rel=next"}) {
    next(link);
  }
}

} // namespace
} // namespace passback::oneroster
