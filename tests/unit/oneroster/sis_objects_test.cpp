#include <gtest/gtest.h>

#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/json_text.hpp"

namespace passback::oneroster {
namespace {

using gradebook::Decimal;
using gradebook::SourcedId;

boost::json::object object_of(std::string_view text) {
  return read_json(text).value().as_object();
}

Decimal number(std::string_view text) {
  return Decimal::parse(text).value();
}

TEST(SisObjects, ReadEveryFieldOfALineItem) {
  const SisLineItem item = line_item_of(object_of(R"({
      "sourcedId":"l-1","status":"active","title":"Essay","description":"Two pages",
      "assignDate":"2026-09-01T00:00:00.000Z","dueDate":"2026-09-08T00:00:00.000Z",
      "class":{"sourcedId":"k-1"},"category":{"href":"~/x","sourcedId":12,"type":"category"},
      "school":[{"sourcedId":"o-1"}],"gradingPeriod":null,"academicSession":{"sourcedId":"gp-1"},
      "scoreScale":{"sourcedId":"ss-1"},"resultValueMin":"0","resultValueMax":89.995,
      "metadata":{"ext_kind":"quiz"}})"));
  EXPECT_EQ(item.id, SourcedId("l-1"));
  EXPECT_TRUE(item.active);
  EXPECT_EQ(item.title, "Essay");
  EXPECT_EQ(item.description, "Two pages");
  EXPECT_EQ(item.assign_date, "2026-09-01T00:00:00.000Z");
  EXPECT_EQ(item.due_date, "2026-09-08T00:00:00.000Z");
  EXPECT_EQ(item.class_id, SourcedId("k-1"));
  EXPECT_EQ(item.category_id, SourcedId("12"));
  EXPECT_EQ(item.school_id, SourcedId("o-1"));
  EXPECT_EQ(item.grading_period_id, SourcedId("gp-1"));
  EXPECT_EQ(item.score_scale_id, SourcedId("ss-1"));
  EXPECT_EQ(item.minimum, number("0"));
  EXPECT_EQ(item.maximum, number("89.995"));
  EXPECT_EQ(item.metadata.at("ext_kind"), "quiz");
}

TEST(SisObjects, ReadEveryFieldOfAResult) {
  const SisResult result = result_of(object_of(R"({
      "sourcedId":"r-1","status":"tobedeleted","lineItem":{"sourcedId":"l-1"},
      "student":{"sourcedId":"s-1"},"class":"k-1","score":0.3,"textScore":"B+",
      "scoreStatus":"fully graded","scoreDate":"2026-09-09T10:00:00.000Z","comment":"good",
      "late":"true","missing":false,"incomplete":"False","inProgress":1,
      "learningObjectiveSet":[{"source":"case","learningObjectiveResults":[
         {"learningObjectiveId":"a","score":3},{"learningObjectiveId":"b","textScore":"met"}]}],
      "metadata":{"x":1}})"));
  EXPECT_FALSE(result.active);
  EXPECT_EQ(result.line_item_id, SourcedId("l-1"));
  EXPECT_EQ(result.student_id, SourcedId("s-1"));
  EXPECT_EQ(result.class_id, SourcedId("k-1"));
  EXPECT_EQ(result.score, number("0.3"));
  EXPECT_EQ(result.text_score, "B+");
  EXPECT_EQ(result.score_status, "fully graded");
  EXPECT_EQ(result.score_date, "2026-09-09");
  EXPECT_EQ(result.comment, "good");
  EXPECT_EQ(result.late, true);
  EXPECT_EQ(result.missing, false);
  EXPECT_EQ(result.incomplete, false);
  EXPECT_EQ(result.in_progress, true);
  ASSERT_EQ(result.objectives.size(), 2U);
  EXPECT_EQ(result.objectives[0].score, number("3"));
  EXPECT_EQ(result.objectives[1].text_score, "met");
  EXPECT_EQ(result_of(object_of(R"({"assessmentLineItem":{"sourcedId":"al"}})")).line_item_id,
            SourcedId("al"));
}

TEST(SisObjects, ReadNullsAndNonsenseAsAbsent) {
  const SisResult result = result_of(object_of(R"({"sourcedId":null,"lineItem":null,"student":7.5,
      "score":"n/a","scoreDate":"soon","late":null,"missing":"perhaps","metadata":[],
      "learningObjectiveSet":{"learningObjectiveResults":null}})"));
  EXPECT_TRUE(result.id.empty());
  EXPECT_TRUE(result.line_item_id.empty());
  EXPECT_TRUE(result.student_id.empty());
  EXPECT_FALSE(result.score);
  EXPECT_EQ(result.score_date, "");
  EXPECT_FALSE(result.late);
  EXPECT_FALSE(result.missing);
  EXPECT_TRUE(result.metadata.empty());
  EXPECT_EQ(result_of(object_of(R"({"score":1e300})")).score, std::nullopt);
}

TEST(SisObjects, ReadSessionsWithParentsAndChildren) {
  const SisAcademicSession session = academic_session_of(object_of(R"({
      "sourcedId":"gp-1","title":"Q1","type":"gradingperiod","startDate":"2026-08-17",
      "endDate":"2026-10-16T23:59:59Z","parent":{"sourcedId":"t-1"},
      "children":[{"sourcedId":"p-1"},null,{"sourcedId":"p-2"}],"schoolYear":2027,
      "metadata":{"ext_open":"true"}})"));
  EXPECT_TRUE(session.is_grading_period());
  EXPECT_EQ(session.parent_id, SourcedId("t-1"));
  EXPECT_EQ(session.child_ids, (std::vector{SourcedId("p-1"), SourcedId("p-2")}));
  EXPECT_EQ(session.start_date, "2026-08-17");
  EXPECT_EQ(session.end_date, "2026-10-16");
  EXPECT_EQ(session.school_year, "2027");
}

TEST(SisObjects, AreKeptWithoutExponents) {
  const std::string text = R"([{"sourcedId":"c","weight":12.5,"metadata":{"tiny":0.0000001,)"
                           R"("big":1000000000000000000000,"no":null,"list":[true,"é\n"]}}])";
  const auto records = records_from_json(text);
  ASSERT_TRUE(records.ok());
  EXPECT_EQ(records_to_json(*records), text);
  EXPECT_EQ(records_to_json({}), "[]");
  EXPECT_EQ(records_from_json("[1]").error().code, Code::corrupt);
  EXPECT_EQ(records_from_json("{}").error().code, Code::corrupt);
  EXPECT_EQ(category_of((*records)[0]).weight, number("12.5"));
}

} // namespace
} // namespace passback::oneroster
