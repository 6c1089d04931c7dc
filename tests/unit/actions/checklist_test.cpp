// Everything that an activity lacks is told at once, wherever it is told.
#include "tests/unit/actions/actions_fixture.hpp"

namespace passback::actions {
namespace {

class Checklist : public ActionsTest {
 protected:
  Checklist() {
    district.sending.needs_due_date = true;
    district.sending.longest_title = settings::Count{6};
    save(district);
    auto bare = essay();
    bare.facts.due_at_unix_ms = 0;
    bare.facts.category_sis_id = {};
    bare.facts.title = "An essay of many words";
    take(bare);
    take(score_of("90"));
  }
  static std::string missing_in(const boost::json::value& holder) {
    std::string codes;
    if (const auto* list = holder.as_object().if_contains("missing")) {
      for (const auto& one : list->as_array()) {
        codes += (codes.empty() ? "" : " ") + std::string(one.at("code").as_string());
      }
    }
    return codes;
  }
  static Asker on_its_page() {
    auto asker = teacher();
    asker.activity = gradebook::ActivityId("essay");
    return asker;
  }
  static constexpr const char* kAll =
      "line_item.category_missing policy.due_date_required policy.title_too_long";
};

TEST_F(Checklist, IsWholeInThePreviewOfTheActivityAndOfItsGrades) {
  const auto preview = sync(R"({"op":"preview"})");
  ASSERT_EQ(preview.at("cells").as_array().size(), 2U);
  for (const auto& cell : preview.at("cells").as_array()) {
    EXPECT_EQ(missing_in(cell), kAll) << cell;
    EXPECT_EQ(cell.at("reason"), cell.at("missing").at(0)) << "the state's reason comes first";
  }
}

TEST_F(Checklist, IsWholeOnThePageOfTheActivityAndInItsStatus) {
  EXPECT_EQ(missing_in(use(kActivitySync, on_its_page(), "")), kAll);
  const auto status = sync(R"({"op":"status"})");
  for (const auto& row : status.at("records").as_array()) {
    EXPECT_EQ(missing_in(row), row.at("kind") == "line_item" ? kAll : "") << row;
  }
}

TEST_F(Checklist, IsShorterWhenSomethingOfItIsThere) {
  auto dated = essay();
  dated.facts.due_at_unix_ms = 1'790'000'000'000;
  dated.facts.category_sis_id = {};
  take(dated);
  const auto page = use(kActivitySync, on_its_page(), "");
  EXPECT_EQ(missing_in(page), "line_item.category_missing");
}

TEST_F(Checklist, IsNotOfAGradeThatWaitsForSomethingElse) {
  auto held = score_of("80", "bob");
  held.facts.flags.draft = true;
  take(held);
  const auto preview = sync(R"({"op":"preview"})");
  for (const auto& cell : preview.at("cells").as_array()) {
    const auto* student = cell.as_object().if_contains("student_id");
    if (student != nullptr && *student == "bob") {
      EXPECT_EQ(missing_in(cell), "");
    }
  }
}

} // namespace
} // namespace passback::actions
