#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host_stub/import/api/page_loop.hpp"

namespace host_stub::import {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Url kClasses = *parse_url("https://sis.example.org/v1p1/classes");

HttpAnswer page(std::vector<std::string> ids,
                std::vector<std::pair<std::string, std::string>> headers = {}) {
  boost::json::array objects;
  for (const std::string& id : ids) {
    objects.emplace_back(boost::json::object{{"sourcedId", id}});
  }
  boost::json::object envelope{{"classes", std::move(objects)}};
  return {.status = 200,
          .headers = std::move(headers),
          .body = boost::json::serialize(envelope),
          .transport_error = {}};
}

std::vector<std::string> ids_of(PageLoop& pages) {
  std::vector<std::string> ids;
  for (const auto& object : pages.objects()) {
    ids.emplace_back(object.at("sourcedId").get_string());
  }
  return ids;
}

TEST(PageLoop, FollowsLinksFirst) {
  PageLoop pages(kClasses, "classes", 2);
  EXPECT_EQ(pages.next()->query, "limit=2&offset=0");
  EXPECT_FALSE(pages.add(page({"a", "b"}, {{"link", "</v1p1/classes?page=1>; rel=\"prev\", "
                                                    "</v1p1/classes?page=3>; rel=\"next\""},
                                           {"x-total-count", "2"}})));
  EXPECT_EQ(pages.next()->text(), "https://sis.example.org/v1p1/classes?page=3");
  EXPECT_FALSE(pages.add(page({"c"}, {{"x-total-count", "3"}})));
  EXPECT_FALSE(pages.next());
  EXPECT_THAT(ids_of(pages), ElementsAre("a", "b", "c"));
}

TEST(PageLoop, CountsToTheTotalByWhatCameNotByWhatWasAskedFor) {
  PageLoop pages(kClasses, "classes", 500);
  EXPECT_FALSE(pages.add(page({"a", "b"}, {{"x-total-count", "3"}})));
  EXPECT_EQ(pages.next()->query, "limit=500&offset=2");
  EXPECT_FALSE(pages.add(page({"c"}, {{"x-total-count", "3"}})));
  EXPECT_FALSE(pages.next());
}

TEST(PageLoop, TakesNoShortPageForTheLastOneWithoutATotal) {
  PageLoop pages(kClasses, "classes", 500);
  EXPECT_FALSE(pages.add(page({"a"})));
  ASSERT_TRUE(pages.next());
  EXPECT_FALSE(pages.add(page({"b"})));
  ASSERT_TRUE(pages.next());
  EXPECT_FALSE(pages.add(page({})));
  EXPECT_FALSE(pages.next());
}

TEST(PageLoop, EndsAtAProviderThatHasNoPages) {
  PageLoop pages(kClasses, "classes", 500);
  EXPECT_FALSE(pages.add(page({"a", "b"})));
  EXPECT_FALSE(pages.add(page({"a", "b"})));
  EXPECT_FALSE(pages.next());
  EXPECT_THAT(ids_of(pages), ElementsAre("a", "b"));
}

TEST(PageLoop, SendsNoRequestToAnotherOrigin) {
  PageLoop pages(kClasses, "classes", 2);
  EXPECT_FALSE(pages.add(
      page({"a"}, {{"link", "<https://elsewhere.example/v1p1/classes?page=2>; rel=\"next\""}})));
  EXPECT_EQ(pages.next()->origin(), "https://sis.example.org");
}

TEST(PageLoop, NamesALoopOfLinks) {
  PageLoop pages(kClasses, "classes", 2);
  EXPECT_FALSE(pages.add(page({"a"}, {{"link", "<?p=2>; rel=\"next\""}})));
  EXPECT_FALSE(pages.add(page({"b"}, {{"link", "<?p=3>; rel=\"next\""}})));
  auto problem = pages.add(page({"c"}, {{"link", "<?p=2>; rel=\"next\""}}));
  ASSERT_TRUE(problem);
  EXPECT_THAT(*problem, HasSubstr("leads back"));
}

TEST(PageLoop, NamesLinksThatGoOnWithTheSameObjects) {
  PageLoop pages(kClasses, "classes", 2);
  EXPECT_FALSE(pages.add(page({"a"}, {{"link", "<?p=2>; rel=\"next\""}})));
  EXPECT_TRUE(pages.add(page({"a"}, {{"link", "<?p=3>; rel=\"next\""}})));
}

TEST(PageLoop, NamesATotalThatIsNeverReachedBecauseWhatIsMissingWouldBeEnded) {
  PageLoop pages(kClasses, "classes", 2);
  EXPECT_FALSE(pages.add(page({"a"}, {{"x-total-count", "5"}})));
  auto problem = pages.add(page({}, {{"x-total-count", "5"}}));
  ASSERT_TRUE(problem);
  EXPECT_EQ(*problem, "it announces 5 objects and then sends only 1");
}

TEST(PageLoop, StopsAtMoreThanARosterCanBe) {
  PageLoop pages(kClasses, "classes", 1, {.pages = 3, .objects = 2});
  EXPECT_FALSE(pages.add(page({"a"})));
  EXPECT_FALSE(pages.add(page({"b"})));
  EXPECT_TRUE(pages.add(page({"c"})));
}

TEST(Envelope, IsReadInEveryFormThatProvidersUse) {
  for (const char* body :
       {R"({"classes":[{"sourcedId":"a"}]})", R"({"Classes":[{"sourcedId":"a"}]})",
        R"({"class":[{"sourcedId":"a"}]})", R"({"class":{"sourcedId":"a"}})",
        R"([{"sourcedId":"a"}])", R"({"statusInfoSet":[{}],"classes":[{"sourcedId":"a"}]})",
        R"({"records":[{"sourcedId":"a"}],"total":1})"}) {
    std::string why;
    auto objects = objects_in(body, "classes", why);
    ASSERT_TRUE(objects) << body << ": " << why;
    EXPECT_EQ(objects->size(), 1U) << body;
  }
  std::string why;
  EXPECT_TRUE(objects_in(R"({"classes":null})", "classes", why)->empty());
}

TEST(Envelope, SaysWhyABodyIsNone) {
  std::string why;
  EXPECT_FALSE(objects_in("<html><body>Bad gateway</body></html>", "classes", why));
  EXPECT_EQ(why, "it is a web page, not JSON");
  EXPECT_FALSE(objects_in("", "classes", why));
  EXPECT_EQ(why, "it is empty");
  EXPECT_FALSE(objects_in("{\"classes\":[{\"title\":\"\xff\"}]}", "classes", why));
  EXPECT_EQ(why, "it is no whole JSON document");
  EXPECT_FALSE(objects_in(R"({"statusInfoSet":[]})", "classes", why));
  EXPECT_EQ(why, "it has no \"classes\"");
}

} // namespace
} // namespace host_stub::import
