#include <openssl/evp.h>

#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

class ClassGridTest : public ActionsTest {
 protected:
  json::object status(const std::string& query) {
    auto text = actions.status(query, std::nullopt);
    EXPECT_TRUE(text.ok()) << text.error().detail;
    return text ? json::parse(*text).as_object() : json::object();
  }
  json::object grid() { return status(R"({"class_id":"algebra","grid":true})"); }
  intake::ActivityEvent activity(const std::string& id) {
    auto event = essay();
    event.activity_id = gradebook::ActivityId(id);
    event.facts.title = "Title of " + id;
    return event;
  }
  intake::ScoreEvent score(const std::string& activity_id, const std::string& student) {
    auto event = score_of("90", student);
    event.activity_id = gradebook::ActivityId(activity_id);
    return event;
  }
  /// The words of the legend that a cell has.
  static std::string words_of(const json::object& document, std::size_t column,
                              std::size_t student) {
    const auto& students = document.at("grid").at("students").as_array();
    const std::string bytes = decoded(document);
    const auto number = static_cast<unsigned char>(bytes.at(column * students.size() + student));
    return std::string(document.at("legend").at(number).at("state").as_string());
  }
  static std::string decoded(const json::object& document) {
    const auto& text = document.at("grid").at("cells").as_string();
    std::vector<unsigned char> bytes(text.size());
    const int length =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    EXPECT_GE(length, 0);
    return {bytes.begin(), bytes.begin() + std::max(length, 0)};
  }
};

TEST_F(ClassGridTest, HasAColumnForEachActivityAndAByteForEachCell) {
  take(activity("a1"));
  take(activity("a2"));
  take(score("a1", "ada"));
  take(score("a1", "bob"));
  take(score("a2", "bob"));
  deliver_everything();
  auto changed_score = score("a2", "bob");
  changed_score.facts.points = gradebook::Decimal::from_integer(80);
  take(changed_score);

  const auto document = grid();
  ASSERT_EQ(document.at("columns").as_array().size(), 2U);
  EXPECT_EQ(document.at("columns").at(0).at("title"), "Title of a1");
  EXPECT_EQ(document.at("columns").at(0).at("icon"), "done");
  EXPECT_EQ(document.at("grid").at("students").as_array().size(), 2U);
  EXPECT_EQ(words_of(document, 0, 0), "accepted");
  EXPECT_EQ(words_of(document, 0, 1), "accepted");
  EXPECT_EQ(words_of(document, 1, 0), "nothing") << "nobody has a score for Ada in a2";
  EXPECT_EQ(words_of(document, 1, 1), "on_its_way");
  EXPECT_FALSE(document.contains("records")) << "a grid does not need each record as well";
}

TEST_F(ClassGridTest, CountsTheSameAsTheSingleRecordsSay) {
  make_manual();
  take(activity("a1"));
  take(activity("a2"));
  for (int i = 0; i < 6; ++i) {
    take(score(i % 2 == 0 ? "a1" : "a2", "student-" + std::to_string(i)));
  }
  auto draft = score("a1", "zoe");
  draft.facts.flags.released = false;
  take(draft);
  for (const bool sent : {false, true}) {
    if (sent) {
      const auto preview = sync(R"({"op":"preview","activity_id":"a1"})");
      sync(json::serialize(
          json::object{{"op", "send"}, {"all", true}, {"token", preview.at("token")}}));
      deliver_everything();
    }
    const auto single = status(R"({"class_id":"algebra","records":true})");
    std::map<std::string, std::int64_t> of_records, of_counts, of_columns;
    for (const auto& record : single.at("records").as_array()) {
      if (record.at("kind") == "result") {
        ++of_records[std::string(record.at("state").as_string())];
      }
    }
    for (const auto& count : single.at("counts").as_array()) {
      if (const auto* results = count.as_object().if_contains("results")) {
        of_counts[std::string(count.at("state").as_string())] += results->as_int64();
      }
    }
    for (const char* asked :
         {R"({"class_id":"algebra","grid":true})", R"({"class_id":"algebra","columns":true})"}) {
      const auto document = status(asked);
      of_columns.clear();
      for (const auto& column : document.at("columns").as_array()) {
        for (const auto& some : column.at("results").as_array()) {
          const auto number = static_cast<std::size_t>(some.at("legend").as_int64());
          of_columns[std::string(document.at("legend").at(number).at("state").as_string())] +=
              some.at("count").as_int64();
        }
      }
      EXPECT_EQ(of_columns, of_records) << asked;
    }
    EXPECT_EQ(of_counts, of_records);
    EXPECT_GE(of_records.size(), 2U);
  }
}

TEST_F(ClassGridTest, ATeacherGetsItFromTheOperationStatus) {
  take(activity("a1"));
  take(score("a1", "ada"));
  const auto document = sync(R"({"op":"status","grid":true})");
  EXPECT_EQ(document.at("columns").as_array().size(), 1U);
  EXPECT_EQ(words_of(document, 0, 0), "on_its_way");
}

TEST_F(ClassGridTest, ADomainHasItsClassesAndNoOtherOnes) {
  take(activity("a1"));
  take(score("a1", "ada"));
  auto elsewhere = activity("b1");
  elsewhere.origin.domain_id = gradebook::DomainId("south");
  elsewhere.origin.class_id = gradebook::ClassId("biology");
  take(elsewhere);
  auto other = score("b1", "bob");
  other.origin = elsewhere.origin;
  take(other);
  const auto north = status(R"({"domain_id":"north"})");
  EXPECT_EQ(north.at("unsent").at("on_the_way"), 1);
  EXPECT_EQ(north.at("counts").at(0).at("state"), "on_its_way");
  EXPECT_EQ(north.at("counts").at(0).at("results"), 1);
  const auto whole = status(R"({"domain_id":"district"})");
  EXPECT_EQ(whole.at("unsent").at("on_the_way"), 2);
}

TEST_F(ClassGridTest, ADomainAndAClassAtOnceAreRefused) {
  const auto refused =
      actions.status(R"({"domain_id":"north","class_id":"algebra"})", std::nullopt);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::document);
}

TEST_F(ClassGridTest, TheStoryOfACellIsFoundByItsActivityAndStudentPageByPage) {
  take(activity("a1"));
  take(score("a1", "ada"));
  take(score("a1", "bob"));
  deliver_everything();
  auto better = score("a1", "ada");
  better.facts.points = gradebook::Decimal::from_integer(95);
  take(better);
  const auto story = sync(R"({"op":"history","activity_id":"a1","student_id":"ada"})");
  EXPECT_EQ(story.at("record").at("student_id"), "ada");
  const auto& lines = story.at("lines").as_array();
  ASSERT_GT(lines.size(), 2U);
  EXPECT_FALSE(story.contains("next_before"));
  const auto first = sync(R"({"op":"history","activity_id":"a1","student_id":"ada","limit":2})");
  EXPECT_EQ(first.at("lines").as_array().size(), 2U);
  const auto rest = sync(json::serialize(json::object{{"op", "history"},
                                                      {"activity_id", "a1"},
                                                      {"student_id", "ada"},
                                                      {"before", first.at("next_before")}}));
  EXPECT_EQ(first.at("lines").as_array().size() + rest.at("lines").as_array().size(), lines.size());
  EXPECT_EQ(rest.at("lines").at(0), lines.at(2));

  const auto column = sync(R"({"op":"history","activity_id":"a1"})");
  EXPECT_EQ(column.at("record").at("kind"), "line_item");
  const auto nobody =
      actions.invoke(kSyncGradesToSis, teacher(),
                     R"({"op":"history","activity_id":"a1","student_id":"x"})", kDeadline);
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().code, Code::argument);
}

} // namespace
} // namespace passback::actions
