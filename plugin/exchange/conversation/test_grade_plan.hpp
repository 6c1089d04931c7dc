// What a test grade writes: an assignment, and a grade that changes from stage to stage. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/oneroster/documents/documents.hpp"
#include "plugin/platform/result.hpp"

namespace passback::exchange {

struct TestGradeInput {
  gradebook::SourcedId class_id, student_id;
  gradebook::SourcedId category_id; ///< empty = the first that the SIS shows
  /// Ids are made from it: the same conversation begun again writes over its own remains instead of
  /// leaving them.
  std::string seed;
  std::int64_t now_unix_ms = 0;
  std::string today; ///< YYYY-MM-DD in the SIS's time zone
};

namespace test_grade {

/// In the order in which they are sent.
enum class Stage { score, edit, flags, exempt, clear };

struct StageWords {
  std::string_view name;
  std::string_view done, refused; ///< keys of texts: "A grade was sent", "The grade was not taken."
};
StageWords words_of(Stage stage);

/// The ids are proposals until the SIS has named its own; what the class has, its school, a
/// category and a grading period, is filled in as it is read.
struct TestGradePlan {
  oneroster::LineItemInput line_item;
  oneroster::ResultInput result; ///< but for what a stage says
  oneroster::DocumentContext context;

  /// Both know it: the result names its line item.
  void use_line_item_id(const gradebook::SourcedId& id) {
    line_item.wire_id = result.line_item_id = id;
  }
};
TestGradePlan plan_test_grade(const oneroster::Profile& profile, const TestGradeInput& input);

oneroster::ResultInput result_at(const TestGradePlan& plan, Stage stage);

// Bodies of requests. Withdrawn: as one that is to be deleted.
Result<std::string> line_item_body(const TestGradePlan& plan, const Partner& partner,
                                   bool withdrawn);
Result<std::string> result_body(const TestGradePlan& plan, const Partner& partner, Stage stage,
                                bool withdrawn);

} // namespace test_grade
} // namespace passback::exchange
