// lms.custom_data_query/1 as it is asked, lms.custom_data/1 as it is read.
#include <gtest/gtest.h>

#include "plugin/abi/host_custom_data.hpp"
#include "plugin/abi/late_answers.hpp"

namespace passback::abi {
namespace {

using intake::CustomQuestion;
using intake::CustomStep;

TEST(CustomDataReading, AsksForUsersByTheirIdsAndForEnrolmentsOfAClass) {
  CustomQuestion question;
  question.step = CustomStep::users;
  question.ids = {"u-1", "u-2"};
  question.fields = {"identifier"};
  EXPECT_EQ(custom_data_query(question),
            R"({"schema":"lms.custom_data_query/1","of":"users","ids":["u-1","u-2"],)"
            R"("fields":["identifier"]})");
  question.step = CustomStep::enrolments;
  question.class_id = gradebook::ClassId("c1");
  EXPECT_EQ(custom_data_query(question),
            R"({"schema":"lms.custom_data_query/1","of":"enrolments","class_id":"c1",)"
            R"("ids":["u-1","u-2"],"fields":["identifier"]})");
}

TEST(CustomDataReading, ReadsWhatTheDocumentationShows) {
  const char* text = R"({"schema":"lms.custom_data/1",
    "users":[{"id":"u-1","values":{"identifier":"1001","number":7,"gone":null}},{"id":"u-2"}],
    "enrolments":[{"class_id":"c1","user_id":"u-1","values":{"external_id":"e-77"}}]})";
  const auto users = read_custom_data(text, CustomStep::users);
  ASSERT_TRUE(users.ok()) << users.error().detail;
  EXPECT_EQ(users->at("u-1"), (settings::FieldValues{{"identifier", "1001"}, {"number", "7"}}));
  EXPECT_TRUE(users->at("u-2").empty());
  const auto enrolments = read_custom_data(text, CustomStep::enrolments);
  ASSERT_TRUE(enrolments.ok());
  EXPECT_EQ(enrolments->at("u-1").at("external_id"), "e-77");
  const auto classes = read_custom_data(text, CustomStep::lms_class);
  ASSERT_TRUE(classes.ok()) << "a list that is left out has nobody";
  EXPECT_TRUE(classes->empty());
}

TEST(CustomDataReading, RefusesWhatIsNoAnswer) {
  EXPECT_FALSE(read_custom_data("", CustomStep::users).ok());
  EXPECT_FALSE(read_custom_data("[]", CustomStep::users).ok());
  EXPECT_FALSE(read_custom_data(R"({"schema":"lms.people/1"})", CustomStep::users).ok());
  EXPECT_FALSE(
      read_custom_data(R"({"schema":"lms.custom_data/1","users":7})", CustomStep::users).ok());
}

TEST(LateAnswers, AreTakenOnceAndNotForLong) {
  LateAnswers answers;
  answers.remember("question", "answer", 1'000);
  EXPECT_FALSE(answers.take("another", 1'000));
  EXPECT_EQ(answers.take("question", 2'000), "answer");
  EXPECT_FALSE(answers.take("question", 2'000));
  answers.remember("question", "answer", 1'000);
  EXPECT_FALSE(answers.take("question", 40'000));
}

} // namespace
} // namespace passback::abi
