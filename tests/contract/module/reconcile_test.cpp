// The gradebook of a host, read page by page through the real table.
#include <functional>
#include <utility>

#include <boost/json.hpp>

#include "tests/contract/module/module_fixture.hpp"

namespace passback::contract {
namespace {

namespace json = boost::json;

json::object score_of(const std::string& student, double points) {
  return {{"class_id", "algebra-1"}, {"activity_id", "essay"}, {"student_id", student},
          {"school_year", "2027"},   {"points", points},       {"released", true}};
}

class Reconcile : public ModuleTest {
 protected:
  Reconcile() { switch_on(); }

  // A host whose only class has these students, a page each.
  void show(const std::vector<std::string>& students) {
    services_.gradebook_read = [this, students](std::string_view query, lms_plugin::Reply reply) {
      const auto asked = json::parse(json::string_view(query.data(), query.size())).as_object();
      const auto* page = asked.if_contains("page");
      if (page == nullptr) {
        reply.ok(R"({"schema":"lms.gradebook/1"})");
        return;
      }
      ++pages_;
      if (during_page_) {
        std::exchange(during_page_, nullptr)();
      }
      json::object answer{{"schema", "lms.gradebook/1"}};
      if (page->at("of").as_string() == "classes") {
        answer["classes"] = json::array{json::object{
            {"class_id", "algebra-1"}, {"school_year", "2027"}, {"scores", students.size()}}};
        answer["page"] = json::object{};
      } else {
        const auto after = std::string(page->at("after").as_string());
        const std::size_t at = after.empty() ? 0 : std::stoul(after);
        answer["scores"] = json::array{score_of(students.at(at), 50)};
        answer["page"] = json::object{
            {"next", at + 1 == students.size() ? std::string() : std::to_string(at + 1)}};
      }
      reply.ok(json::serialize(answer));
    };
  }
  json::object reconcile(std::string_view query = {}) {
    std::string text;
    const auto status = plugin_.reconcile(query, text);
    EXPECT_TRUE(status.ok()) << status.code << ": " << status.message;
    return status.ok() ? json::parse(text).as_object() : json::object();
  }
  json::object status(std::string_view query = {}) {
    std::string text;
    EXPECT_TRUE(plugin_.status(query, text).ok());
    return json::parse(text).as_object();
  }
  std::size_t records() {
    return status(R"({"schema":"lms.status_query/1","class_id":"algebra-1","school_year":"2027"})")
        .at("records")
        .as_array()
        .size();
  }
  void pump_until_read() {
    for (int i = 0; i < 50 && status().contains("not_looked_at"); ++i) {
      ASSERT_TRUE(plugin_.pump().ok());
    }
  }

  int pages_ = 0;
  std::function<void()> during_page_;
};

TEST_F(Reconcile, SwitchingOnReadsWhatWasThereAndThenNothingMore) {
  show({"ana", "ben", "cem"});
  open();
  ASSERT_TRUE(plugin_.pump().ok()); // opens the outbox, whose settings are switched on
  EXPECT_TRUE(status().contains("not_looked_at"));
  pump_until_read();
  EXPECT_EQ(records(), 4U); // three results and their line item
  const int read = pages_;
  EXPECT_EQ(read, 4);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(plugin_.pump().ok());
  }
  EXPECT_EQ(pages_, read);
}

TEST_F(Reconcile, ReadsAPageOrTwoInEachCall) {
  show({"ana", "ben", "cem", "dan", "eve"});
  open();
  const auto first = reconcile(
      R"({"schema":"lms.reconcile_query/1","class_id":"algebra-1","school_year":"2027"})");
  EXPECT_LE(pages_, 2);
  EXPECT_TRUE(first.contains("not_looked_at"));
  const int before = pages_;
  ASSERT_TRUE(plugin_.pump().ok());
  EXPECT_LE(pages_ - before, 2);
  EXPECT_GT(pages_, before);
  pump_until_read();
  EXPECT_FALSE(reconcile().empty());
}

TEST_F(Reconcile, AnEventInsideTheServiceIsNewerThanThePage) {
  show({"ana"});
  services_.permission_check = [](const lms_action_context&, std::string_view) { return true; };
  open();
  during_page_ = [this] {
    during_page_ = [this] { EXPECT_TRUE(plugin_.on_score(score("ana", 95)).ok()); };
  };
  ASSERT_TRUE(plugin_.pump().ok());
  pump_until_read();
  EXPECT_EQ(pages_, 2);
  auto who = admin();
  who.class_id = lms_plugin::to_str("algebra-1");
  who.school_year = lms_plugin::to_str("2027");
  std::string preview;
  const auto shown = plugin_.item_invoke("gradebook.tools/sync_grades_to_sis", who,
                                         R"({"op":"preview","student_id":"ana"})", preview);
  ASSERT_TRUE(shown.ok()) << shown.code;
  EXPECT_NE(preview.find("95"), std::string::npos) << preview;
}

TEST_F(Reconcile, AHostWithoutPagesIsToldOnceAndIsNotAskedAgainAndAgain) {
  std::vector<std::string> notices;
  services_.notify = [&](const lms_notice& notice) {
    notices.emplace_back(lms_plugin::to_view(notice.dedupe_key));
  };
  services_.gradebook_read = [this](std::string_view, lms_plugin::Reply reply) {
    ++pages_;
    reply.ok(R"({"schema":"lms.gradebook/1"})");
  };
  open();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(plugin_.pump().ok());
  }
  EXPECT_EQ(notices, std::vector<std::string>{"sweep"});
  EXPECT_LE(pages_, 2);
  EXPECT_EQ(status().at("not_looked_at").at("reason").at("code").as_string(), "sweep.not_listed");
}

TEST_F(Reconcile, NamesWhatIsMissing) {
  open();
  std::string text;
  EXPECT_EQ(plugin_.reconcile("", text).value, LMS_E_HOST_MISSING);
  show({"ana"});
  open();
  EXPECT_EQ(plugin_.reconcile("[]", text).value, LMS_E_DOCUMENT);
  EXPECT_EQ(plugin_.reconcile(R"({"schema":"lms.status_query/1"})", text).value, LMS_E_DOCUMENT);
  EXPECT_TRUE(text.empty());
}

} // namespace
} // namespace passback::contract
