#include <gtest/gtest.h>

#include "plugin/oneroster/reads/sis_object_reads.hpp"

namespace passback::oneroster {
namespace {

HttpAnswer ok(std::string body) {
  return {200, {}, std::move(body)};
}

TEST(Reads, FindSchoolAndTermsOfAClass) {
  const auto read = read_class(ok(
      R"({"class":{"sourcedId":"k-1","status":"active","title":"Algebra","location":null,
          "school":{"href":"~/ims/oneroster/v1p1/orgs/894","sourcedId":894,"type":"org"},
          "terms":[{"sourcedId":"t-1"},{"href":"x"},null,{"sourcedId":"t-2"}]}})"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->id.value, "k-1");
  EXPECT_EQ(read->school_id.value, "894");
  EXPECT_EQ(read->term_ids,
            (std::vector{gradebook::SourcedId("t-1"), gradebook::SourcedId("t-2")}));
  const auto again = sis_class_from_json(to_json(*read));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(to_json(*again), to_json(*read));
}

TEST(Reads, TakeOddEnvelopes) {
  EXPECT_EQ(read_class(ok(R"({"class":[{"sourcedId":"k"}]})"))->id.value, "k");
  EXPECT_EQ(read_class(ok(R"({"Class":{"sourcedId":"k"}})"))->id.value, "k");
  EXPECT_EQ(read_class(ok(R"({"sourcedId":"k","school":null,"terms":null})"))->id.value, "k");
  EXPECT_EQ(read_class(ok("\xef\xbb\xbf{\"sourcedId\":\"k\"}"))->id.value, "k");
}

TEST(Reads, SayThatAnAnswerCannotBeRead) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"class":null})", R"({"class":[]})",
                           R"({"class":{"title":"x"}})", R"({"class":{"sourcedId":"k")"}) {
    const auto read = read_class(ok(body));
    ASSERT_FALSE(read.ok()) << body;
    EXPECT_EQ(read.error().code, Code::answer_unreadable) << body;
    EXPECT_FALSE(read_line_item(ok(body)).ok()) << body;
  }
  EXPECT_EQ(read_categories(ok("<html>")).error().code, Code::answer_unreadable);
  EXPECT_EQ(sis_class_from_json("{").error().code, Code::corrupt);
  EXPECT_EQ(sis_class_from_json("{}").error().code, Code::corrupt);
}

TEST(Reads, LeaveOutCategoriesThatAreGone) {
  const auto read = read_categories(ok(
      R"({"categories":[{"sourcedId":"c-1","status":"active","title":"Tests"},
          {"sourcedId":"c-2","status":"tobedeleted","title":"Old"},
          {"sourcedId":"c-3","status":"inactive","title":"Older"},
          {"sourcedId":"c-4","title":null},{"title":"no id"},null]})"));
  ASSERT_TRUE(read.ok());
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ(read->at(0).title, "Tests");
  EXPECT_EQ(read->at(1).id.value, "c-4");
  EXPECT_EQ(read_categories(ok(R"({"category":[{"sourcedId":"c"}]})"))->size(), 1U);
  EXPECT_EQ(read_categories(ok(R"({"category":{"sourcedId":"c"}})"))->size(), 1U);
  EXPECT_EQ(read_categories(ok(R"({"categories":[]})"))->size(), 0U);
}

TEST(Reads, CarryOverWhatTheSisOwns) {
  const auto read = read_line_item(ok(
      R"({"lineItem":{"sourcedId":"l-1","status":"active","category":{"sourcedId":"c-9"},
          "gradingPeriod":null,"academicSession":{"sourcedId":"gp-1"},
          "school":{"sourcedId":"o-1"}}})"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->category_id.value, "c-9");
  EXPECT_EQ(read->grading_period_id.value, "gp-1");
  EXPECT_EQ(read->school_id.value, "o-1");
  EXPECT_TRUE(read->active);
  EXPECT_FALSE(
      read_line_item(ok(R"({"lineItem":{"sourcedId":"l","status":"tobedeleted"}})"))->active);
}

} // namespace
} // namespace passback::oneroster
