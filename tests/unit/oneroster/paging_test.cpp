#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "plugin/oneroster/reads/paging.hpp"

namespace passback::oneroster {
namespace {

constexpr const char* kUrl = "https://s.example/or/lineItems";

/// The number behind "offset=" in a URL; 0 without one.
std::size_t offset_in(const std::string& url) {
  const std::size_t at = url.find("offset=");
  return at == std::string::npos ? 0 : std::stoul(url.substr(at + 7));
}

std::string page_of(std::size_t from, std::size_t to, std::string_view name = "lineItems") {
  std::string text = "{\"" + std::string(name) + "\":[";
  for (std::size_t i = from; i < to; ++i) {
    text += (i > from ? "," : "") + std::string(R"({"sourcedId":"l-)") + std::to_string(i) +
            R"(","status":"active"})";
  }
  return text + "]}";
}

/// An SIS that has `count` records and gives at most `ceiling` of them at a time.
HttpAnswer served(const std::string& url, std::size_t count, std::size_t ceiling) {
  const std::size_t from = std::min(offset_in(url), count);
  return {200, {}, page_of(from, std::min(from + ceiling, count))};
}

struct Outcome {
  std::size_t items = 0, pages = 0, ceiling = 0;
  bool complete = false;
};

Outcome run(PageLoop loop, const std::function<HttpAnswer(const std::string&)>& sis) {
  while (loop.next_url()) {
    if (!loop.add(sis(*loop.next_url())).ok()) {
      break;
    }
  }
  return {loop.items().size(), loop.pages(), loop.page_ceiling(), loop.complete()};
}

TEST(Paging, AsksForALimitUnlessOneIsThere) {
  EXPECT_EQ(PageLoop(kUrl, "lineItems", 100).next_url(), std::string(kUrl) + "?limit=100");
  EXPECT_EQ(PageLoop(kUrl, "lineItems", 0).next_url(), kUrl);
  EXPECT_EQ(PageLoop(std::string(kUrl) + "?filter=x", "lineItems", 5).next_url(),
            std::string(kUrl) + "?filter=x&limit=5");
  EXPECT_EQ(PageLoop(std::string(kUrl) + "?limit=7", "lineItems", 5).next_url(),
            std::string(kUrl) + "?limit=7");
}

TEST(Paging, FollowsNextLinksFirst) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 2), [](const std::string& url) {
    HttpAnswer answer = served(url, 5, 2);
    answer.headers.push_back({"x-total-count", "1"});
    if (const std::size_t next = offset_in(url) + 2; next < 5) {
      answer.headers.push_back(
          {"link", "<lineItems?cursor=abc&offset=" + std::to_string(next) + ">; rel=\"next\""});
    } else {
      answer.headers[0].value = "5";
    }
    return answer;
  });
  EXPECT_EQ(read.items, 5U);
  EXPECT_EQ(read.pages, 3U);
  EXPECT_TRUE(read.complete);
}

TEST(Paging, GoesByTheTotalWithoutALink) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 100), [](const std::string& url) {
    HttpAnswer answer = served(url, 7, 3);
    answer.headers.push_back({"X-TOTAL-COUNT", " 7 "});
    return answer;
  });
  EXPECT_EQ(read.items, 7U);
  EXPECT_EQ(read.pages, 3U) << "no page is asked for in vain";
  EXPECT_EQ(read.ceiling, 3U) << "the server lowers the limit";
  EXPECT_TRUE(read.complete);
}

TEST(Paging, ReadsUntilAPageIsEmptyWithoutLinkAndTotal) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 100),
                           [](const std::string& url) { return served(url, 7, 3); });
  EXPECT_EQ(read.items, 7U) << "a short page is not the last";
  EXPECT_EQ(read.pages, 4U);
  EXPECT_TRUE(read.complete);
  EXPECT_EQ(run(PageLoop(kUrl, "lineItems", 100),
                [](const std::string& url) { return served(url, 2, 100); })
                .ceiling,
            0U);
}

TEST(Paging, ReadsAllOfAServerThatDoesNotPage) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 100), [](const std::string&) {
    return HttpAnswer{200, {}, page_of(0, 40)};
  });
  EXPECT_EQ(read.items, 40U);
  EXPECT_EQ(read.pages, 2U);
  EXPECT_TRUE(read.complete);
  const Outcome full = run(PageLoop(kUrl, "lineItems", 40), [](const std::string&) {
    return HttpAnswer{200, {}, page_of(0, 40)};
  });
  EXPECT_FALSE(full.complete) << "it may have cut the list at the limit";
  EXPECT_EQ(full.pages, 2U);
}

TEST(Paging, DoesNotTrustATotalThatIsTooSmall) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 3), [](const std::string& url) {
    HttpAnswer answer = served(url, 7, 3);
    answer.headers.push_back({"X-Total-Count", "0"});
    return answer;
  });
  EXPECT_EQ(read.items, 7U);
  EXPECT_TRUE(read.complete);
}

TEST(Paging, EndsAtAnEmptyPageWhateverTheTotalSays) {
  for (const char* total : {"1000000", "99999999999999999999999", "-3", "many", ""}) {
    const Outcome read = run(PageLoop(kUrl, "lineItems", 3), [&](const std::string& url) {
      HttpAnswer answer = served(url, 4, 3);
      answer.headers.push_back({"X-Total-Count", total});
      return answer;
    });
    EXPECT_EQ(read.items, 4U) << total;
    EXPECT_TRUE(read.complete) << total;
  }
}

TEST(Paging, LeavesACircleOfLinks) {
  const Outcome circle = run(PageLoop(kUrl, "lineItems", 2), [](const std::string& url) {
    const std::size_t page = offset_in(url);
    return HttpAnswer{200,
                      {{"Link", "<?offset=" + std::to_string((page + 1) % 3) + ">; rel=\"next\""}},
                      page_of(page * 2, page * 2 + 2)};
  });
  EXPECT_LE(circle.pages, 5U);
  EXPECT_EQ(circle.items, 6U);
  EXPECT_FALSE(circle.complete);

  const Outcome same = run(PageLoop(kUrl, "lineItems", 2), [](const std::string& url) {
    return HttpAnswer{
        200,
        {{"Link", "<?offset=" + std::to_string(offset_in(url) + 1) + ">; rel=\"next\""}},
        page_of(0, 2)};
  });
  EXPECT_EQ(same.pages, 2U) << "ever new links to the same records";
  EXPECT_FALSE(same.complete);

  const Outcome empty = run(PageLoop(kUrl, "lineItems", 2), [](const std::string& url) {
    return HttpAnswer{
        200,
        {{"Link", "<?offset=" + std::to_string(offset_in(url) + 1) + ">; rel=\"next\""}},
        page_of(0, 0)};
  });
  EXPECT_EQ(empty.pages, 2U) << "ever new links to nothing";
  EXPECT_TRUE(empty.complete);
}

TEST(Paging, StopsAtItsCaps) {
  const auto endless = [](const std::string& url) { return served(url, 1'000'000, 10); };
  const Outcome pages = run(PageLoop(kUrl, "lineItems", 10, {false, 4, 1000}), endless);
  EXPECT_EQ(pages.pages, 4U);
  EXPECT_FALSE(pages.complete);
  const Outcome items = run(PageLoop(kUrl, "lineItems", 10, {false, 1000, 25}), endless);
  EXPECT_EQ(items.items, 30U);
  EXPECT_FALSE(items.complete);
}

TEST(Paging, IgnoresALinkToAnotherOriginAndGoesOnByOffset) {
  const Outcome read = run(PageLoop(kUrl, "lineItems", 2), [](const std::string& url) {
    EXPECT_TRUE(url.starts_with("https://s.example/or/")) << url;
    HttpAnswer answer = served(url, 3, 2);
    answer.headers.push_back({"Link", "<http://10.0.0.7/or/lineItems?offset=2>; rel=\"next\""});
    return answer;
  });
  EXPECT_EQ(read.items, 3U);
  EXPECT_TRUE(read.complete);
}

TEST(Paging, DropsRepeatsAndWhatIsGone) {
  PageLoop loop(kUrl, "lineItems", 3);
  ASSERT_TRUE(loop.add({200,
                        {},
                        R"({"lineItems":[{"sourcedId":"a","status":"active"},null,7,
      {"sourcedId":"b","status":"tobedeleted"},{"sourcedId":"c","status":"INACTIVE"},{"title":"x"}]})"})
                  .ok());
  ASSERT_TRUE(
      loop.add({200, {}, R"({"lineItems":[{"sourcedId":"a"},{"sourcedId":"d","status":null}]})"})
          .ok());
  ASSERT_TRUE(loop.add({200, {}, R"({"lineItems":[]})"}).ok());
  EXPECT_FALSE(loop.next_url());
  ASSERT_EQ(loop.items().size(), 2U);
  EXPECT_EQ(loop.items()[1].at("sourcedId"), "d");
  EXPECT_TRUE(loop.complete());
  EXPECT_EQ(loop.add({200, {}, "[]"}).error().code, Code::state);

  PageLoop all(kUrl, "lineItems", 3, {true});
  ASSERT_TRUE(
      all.add({200, {}, R"({"lineItems":[{"sourcedId":"b","status":"tobedeleted"}]})"}).ok());
  EXPECT_EQ(all.items().size(), 1U);
}

TEST(Paging, TakesOddEnvelopes) {
  const auto count = [](std::string body, std::string collection) {
    PageLoop loop("https://s.example/x", std::move(collection), 3);
    return loop.add({200, {}, std::move(body)}).ok() ? static_cast<int>(loop.items().size()) : -1;
  };
  EXPECT_EQ(count(R"({"category":[{"sourcedId":"c"}]})", "categories"), 1);
  EXPECT_EQ(count(R"({"LineItem":{"sourcedId":"c"}})", "lineItems"), 1);
  EXPECT_EQ(count(R"({"class":[{"sourcedId":"c"}]})", "classes"), 1);
  EXPECT_EQ(count(R"([{"sourcedId":"c"},{"sourcedId":"d"}])", "lineItems"), 2);
  EXPECT_EQ(count(R"({"sourcedId":"c"})", "lineItems"), 1);
  EXPECT_EQ(count(R"({"gradingPeriods":[{"sourcedId":"c"}]})", "academicSessions"), 1);
  EXPECT_EQ(
      count(R"({"statusInfoSet":[{"imsx_codeMajor":"success"}],"lineItems":[]})", "lineItems"), 0);
  EXPECT_EQ(count(R"({"lineItems":null})", "lineItems"), 0);
  EXPECT_EQ(count("\xef\xbb\xbf[]", "lineItems"), 0);
}

TEST(Paging, NeverTakesAnErrorForAnEmptyList) {
  for (const char* body :
       {"", "{", "<html>", "7", "\"x\"", "null", "{}", R"({"lineItems":7})",
        R"({"imsx_codeMajor":"failure","imsx_severity":"error"})",
        R"({"statusInfoSet":[{"imsx_codeMajor":"failure"}]})", R"({"errors":[{"code":"x"}]})",
        R"({"lineItems":[{"sourcedId":"a"},{"sour)"}) {
    PageLoop loop(kUrl, "lineItems", 3);
    const Status added = loop.add({200, {}, body});
    ASSERT_FALSE(added.ok()) << body;
    EXPECT_EQ(added.error().code, Code::answer_unreadable) << body;
    EXPECT_FALSE(loop.complete()) << body;
    EXPECT_FALSE(loop.next_url()) << body;
  }
  PageLoop refused(kUrl, "lineItems", 3);
  EXPECT_FALSE(refused.add({404, {}, R"({"lineItems":[]})"}).ok());
  PageLoop nothing(kUrl, "lineItems", 3);
  EXPECT_TRUE(nothing.add({204, {}, ""}).ok());
  EXPECT_TRUE(nothing.complete());
}

} // namespace
} // namespace passback::oneroster
