#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/import/api/url.hpp"

namespace host_stub::import {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Url, ReadsItsParts) {
  auto url = parse_url("HTTPS://Sis.Example.org:8443/campus/v1?a=b#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin(), "https://sis.example.org:8443");
  EXPECT_EQ(url->path, "/campus/v1");
  EXPECT_EQ(url->query, "a=b");
  EXPECT_EQ(parse_url("http://[::1]:80")->text(), "http://[::1]/");
}

TEST(Url, RefusesWhatCarriesCredentialsOrIsNoAddress) {
  for (const char* text : {"sis.example.org", "ftp://sis.example.org", "https://", "https://a b/",
                           "https://user:secret@sis.example.org", "https://sis.example.org:port/",
                           "https://sis.example.org/\r\nX: y"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

TEST(Url, KnowsThisMachine) {
  EXPECT_TRUE(parse_url("http://127.0.0.1:1/")->is_loopback());
  EXPECT_TRUE(parse_url("http://localhost/")->is_loopback());
  EXPECT_FALSE(parse_url("http://localhost.example.org/")->is_loopback());
}

TEST(Url, FollowsRelativeLinksAndNoOthers) {
  auto base = *parse_url("https://sis.example.org/ims/v1p1/classes?limit=2&offset=0");
  EXPECT_EQ(resolve(base, "?offset=2")->text(),
            "https://sis.example.org/ims/v1p1/classes?offset=2");
  EXPECT_EQ(resolve(base, "/x?y=1")->text(), "https://sis.example.org/x?y=1");
  EXPECT_EQ(resolve(base, "classes?offset=2")->path, "/ims/v1p1/classes");
  EXPECT_EQ(resolve(base, "https://other.example/x")->origin(), "https://other.example");
  for (const char* link : {"", "~/ims/oneroster/v1p1/orgs/894", "//other.example/x",
                           "javascript:alert(1)", "mailto:a@b.example"}) {
    EXPECT_FALSE(resolve(base, link)) << link;
  }
}

TEST(Url, DecodesParametersAsAForm) {
  EXPECT_THAT(query_parameters("filter=a%3D%27b%20c%27&x=1+2&&y"),
              ElementsAre(Pair("filter", "a='b c'"), Pair("x", "1 2"), Pair("y", "")));
  EXPECT_EQ(percent_encode("a'b c/ü"), "a%27b%20c%2F%C3%BC");
}

} // namespace
} // namespace host_stub::import
