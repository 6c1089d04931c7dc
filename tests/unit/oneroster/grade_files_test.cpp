// Grades as CSV files: the form of the text, and that a row says what the document says.
#include "plugin/oneroster/files/csv_text.hpp"
#include "plugin/oneroster/files/document_members.hpp"
#include "plugin/oneroster/files/gradebook_bundle.hpp"
#include "plugin/oneroster/files/score_files.hpp"
#include "plugin/oneroster/profile/profile_for_file.hpp"
#include "tests/unit/oneroster/wire.hpp"

namespace passback::oneroster {
namespace {

std::string row(const std::vector<std::string>& cells, const CsvStyle& style = {}) {
  std::string text;
  append_csv_row(text, cells, style);
  return text;
}

/// The text of one file; empty = it is not among them.
std::string text_of(const std::vector<MadeFile>& files, std::string_view name) {
  for (const auto& file : files) {
    if (file.name == name) {
      return file.text;
    }
  }
  return {};
}

FileRecord record_of(FileRecordKind kind, const SourcedId& id, std::string document,
                     bool withdrawn = false) {
  return {kind, id, withdrawn, std::move(document)};
}

TEST(CsvText, QuotesWhatNeedsItAndDoublesQuotes) {
  EXPECT_EQ(row({"a", "", "c"}), "a,,c\r\n");
  EXPECT_EQ(row({"a,b", "say \"hi\"", "two\nlines", "two\r\nlines"}),
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"two\r\nlines\"\r\n");
  EXPECT_EQ(row({" edge", "edge ", "in side"}), "\" edge\",\"edge \",in side\r\n");
  EXPECT_EQ(row({"Näherung 😀", "=1+1", "-5"}), "Näherung 😀,=1+1,-5\r\n");
  EXPECT_EQ(row({std::string("a\0b", 3)}), "ab\r\n") << "no reader takes a NUL";
}

TEST(CsvText, FollowsTheStyle) {
  EXPECT_EQ(row({"a,b", "c;d", ""}, {';', false}), "a,b;\"c;d\";\r\n");
  EXPECT_EQ(row({"a", "", "1\"2"}, {',', true}), "\"a\",\"\",\"1\"\"2\"\r\n");
  EXPECT_EQ(row({"a\tb", "c"}, {'\t', false}), "\"a\tb\"\tc\r\n");
}

TEST(DocumentMembers, KeepNumbersAsTheyWereWritten) {
  const DocumentMembers members(
      R"({"result":{"score":100000000000000000.000000001,"tiny":0.0000001,"late":"true",)"
      R"("said":"a \"b\" {c} [d], \\","class":{"href":"x","sourcedId":"c-1","type":"class"},)"
      R"("list":[{"a":1},{"b":"},"}],"open":true,"gone":null,"due":"2026-10-01T23:59:59.000Z"}})");
  EXPECT_EQ(members.text("score"), "100000000000000000.000000001");
  EXPECT_EQ(members.text("tiny"), "0.0000001");
  EXPECT_EQ(members.text("late"), "true");
  EXPECT_EQ(members.text("open"), "true");
  EXPECT_EQ(members.text("said"), R"(a "b" {c} [d], \)");
  EXPECT_EQ(members.id("class"), "c-1");
  EXPECT_EQ(members.value("list").as_array().size(), 2U);
  EXPECT_EQ(members.day("due"), "2026-10-01");
  EXPECT_EQ(members.text("gone"), "");
  EXPECT_EQ(members.text("never"), "");
  EXPECT_EQ(members.id("never"), "");
}

TEST(DocumentMembers, ReadNothingOutOfWhatIsNoDocument) {
  for (const auto* text : {"", "{", R"({"result":{)", R"({"result":{"a)", R"({"a":1})"}) {
    EXPECT_EQ(DocumentMembers(text).text("a"), "") << text;
  }
}

TEST(GradebookBundle, Of1p1HasItsColumnsInTheirOrder) {
  Wire wire = kOne;
  wire.profile = profile_of_rows(wire.profile);
  auto input = essay();
  input.grading_period_id = SourcedId("gp-1");
  auto score = graded("17.25");
  score.facts.comment = "Good, but \"late\"";
  const auto files =
      gradebook_bundle(OneRosterVersion::v1p1,
                       {record_of(FileRecordKind::category, SourcedId("cat-9"),
                                  R"({"category":{"sourcedId":"cat-9","title":"Homework"}})"),
                        record_of(FileRecordKind::line_item, input.wire_id, wire.line_item(input)),
                        record_of(FileRecordKind::result, score.wire_id, wire.result(score))},
                       kNow);
  ASSERT_EQ(files.size(), 4U);
  EXPECT_EQ(files.front().name, "manifest.csv");
  const auto manifest = files.front().text;
  EXPECT_TRUE(manifest.starts_with(
      "propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\n"));
  for (const auto* line : {"file.categories,delta\r\n", "file.lineItems,delta\r\n",
                           "file.results,delta\r\n", "file.users,absent\r\n"}) {
    EXPECT_NE(manifest.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(manifest.find("roles"), std::string::npos) << "1.1 has no such file";
  EXPECT_EQ(text_of(files, "categories.csv"), "sourcedId,status,dateLastModified,title\r\n"
                                              "cat-9,active,2012-04-23T18:25:43.511Z,Homework\r\n");
  EXPECT_EQ(text_of(files, "lineItems.csv"),
            "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,"
            "classSourcedId,categorySourcedId,gradingPeriodSourcedId,resultValueMin,"
            "resultValueMax\r\n" +
                input.wire_id.value +
                ",active,2012-04-23T18:25:43.511Z,\"Essay \"\"One\"\"\",Two pages"
                ",2012-04-21,2012-05-02," +
                input.class_id.value + "," + input.category_id.value + ",gp-1,0,12.5\r\n");
  EXPECT_EQ(text_of(files, "results.csv"),
            "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,"
            "score,scoreDate,comment\r\n" +
                score.wire_id.value + ",active,2012-04-23T18:25:43.511Z," +
                score.line_item_id.value + "," + score.student_id.value + ",fully graded,17.25," +
                score.score_date + ",\"Good, but \"\"late\"\"\"\r\n");
}

TEST(GradebookBundle, Of1p2HasItsOwnColumnsAndFiles) {
  Wire wire = kTwo;
  wire.profile = profile_of_rows(wire.profile);
  auto input = essay();
  input.grading_period_id = SourcedId("gp-1");
  auto score = graded("0.0000001");
  score.facts.flags.late = true;
  score.facts.objectives = {{"obj-1", decimal("3.5"), decimal("4"), {}}};
  const auto files =
      gradebook_bundle(OneRosterVersion::v1p2,
                       {record_of(FileRecordKind::line_item, input.wire_id, wire.line_item(input)),
                        record_of(FileRecordKind::result, score.wire_id, wire.result(score))},
                       kNow);
  EXPECT_NE(files.front().text.find("oneroster.version,1.2\r\n"), std::string::npos);
  EXPECT_NE(files.front().text.find("file.resultLearningObjectiveIds,delta\r\n"),
            std::string::npos);
  const auto items = text_of(files, "lineItems.csv");
  EXPECT_NE(
      items.find(",academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId\r\n"),
      std::string::npos);
  EXPECT_TRUE(items.ends_with(",gp-1,0,12.5," + input.school_id.value + "\r\n")) << items;
  const auto results = text_of(files, "results.csv");
  EXPECT_NE(results.find(",score,scoreDate,comment,textScore,classSourcedId,inProgress,incomplete,"
                         "late,missing\r\n"),
            std::string::npos);
  EXPECT_NE(results.find(",fully graded,0.0000001,"), std::string::npos) << "never an exponent";
  EXPECT_TRUE(results.ends_with("," + score.class_id.value + ",,,true,\r\n")) << results;
  EXPECT_NE(text_of(files, "resultLearningObjectiveIds.csv")
                .find("," + score.wire_id.value + ",unknown,obj-1,3.5,\r\n"),
            std::string::npos);
}

TEST(GradebookBundle, SaysTobedeletedOfWhatIsTakenBack) {
  Wire wire = kTwo;
  wire.context.withdrawn = true;
  auto score = graded("80");
  const auto files = gradebook_bundle(
      OneRosterVersion::v1p2,
      {record_of(FileRecordKind::result, score.wire_id, wire.result(score), true)}, kNow);
  EXPECT_NE(text_of(files, "results.csv").find(score.wire_id.value + ",tobedeleted,"),
            std::string::npos);
  EXPECT_TRUE(text_of(files, "lineItems.csv").empty()) << "a file without rows is absent";
}

TEST(GradebookBundle, LeavesBlankWhatHasNoNumber) {
  auto score = graded("");
  score.cleared = true;
  const auto files = gradebook_bundle(
      OneRosterVersion::v1p2,
      {record_of(FileRecordKind::result, score.wire_id, kTwo.result(score))}, kNow);
  EXPECT_NE(text_of(files, "results.csv").find(",not submitted,,"), std::string::npos)
      << "blank is not zero";
}

TEST(ScoreFiles, AreOneForEachActivityInTheColumnsOfTheProfile) {
  FileManner manner;
  manner.columns = {"Student Number={student}", "Score={score}", "Comment={comment}", "Source=LMS"};
  auto essay_score = graded("17.25");
  essay_score.facts.comment = "Good, really";
  auto quiz_score = graded("9");
  quiz_score.line_item_id = SourcedId("l-2");
  quiz_score.student_id = SourcedId("s-2");
  auto of_essay = record_of(FileRecordKind::result, SourcedId("r-1"), kTwo.result(essay_score));
  of_essay.title = "Essay 1/2: \"rivers\"";
  auto of_quiz = record_of(FileRecordKind::result, SourcedId("r-2"), kTwo.result(quiz_score));
  of_quiz.title = "Quiz";
  const auto files = score_files(
      manner, {record_of(FileRecordKind::line_item, SourcedId("l/1"), kTwo.line_item(essay())),
               of_essay, of_quiz});
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(text_of(files, "Quiz-l_2.csv"),
            "Student Number,Score,Comment,Source\r\ns-2,9,,LMS\r\n");
  EXPECT_EQ(text_of(files, "Essay 1_2_ _rivers_-l_1.csv"),
            "Student Number,Score,Comment,Source\r\ns-1,17.25,\"Good, really\",LMS\r\n");
}

TEST(ScoreFiles, FollowTheProfileInMarksAndHeadings) {
  FileManner manner;
  manner.header = false;
  manner.delimiter = FileDelimiter::semicolon;
  manner.quotes = FileQuotes::always;
  manner.decimal_mark = FileDecimalMark::comma;
  auto record = record_of(FileRecordKind::result, SourcedId("r-1"), kTwo.result(graded("17.25")));
  EXPECT_EQ(score_files(manner, {record}).front().text, "\"s-1\";\"17,25\"\r\n");
  record.withdrawn = true;
  EXPECT_EQ(score_files(manner, {record}).front().text, "\"s-1\";\"\"\r\n")
      << "what is taken back is blank";
}

TEST(ProfileForFile, AsksNothingOfTheSisAndTakesBackByARow) {
  Profile profile = kTwo.profile;
  profile.withdrawal = profile.line_item_withdrawal = Withdrawal::unsupported;
  profile.clearing = Clearing::unsupported;
  profile.writes.line_items = Writing::post;
  profile.writes.ids = WireIds::allocated;
  const auto by_file = profile_for_file(profile);
  EXPECT_EQ(by_file.withdrawal, Withdrawal::tobedeleted);
  EXPECT_EQ(by_file.clearing, Clearing::not_submitted);
  EXPECT_EQ(by_file.writes.line_items, Writing::put);
  EXPECT_EQ(by_file.writes.ids, WireIds::client);
  EXPECT_EQ(by_file.reads.grading_periods, PeriodRoute::none);
}

} // namespace
} // namespace passback::oneroster
