// A test grade: makes an assignment in a class that an administrator chose, gives one student a
// score, changes it, flags it late, exempts, clears and deletes it, reads back after each step, and
// takes away what it made. Where the SIS cannot delete, before_test_grade says so before anything
// starts.
//
// Where the SIS gives the ids, assignment and grade are made by POST. Their ids come with the
// answer; if they do not, they are looked for in the class's lists.
//
// The report is lms.test_grade_report/1 (docs/documents.md). Checks, in their order: token, class,
// student, category, grading_period, line_item, score, edit, flags, exempt, clear, delete,
// clean_up. A step that failed ends the writing; the clean-up happens all the same, and what it
// could not take away is listed.
#pragma once

#include <set>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/found.hpp"
#include "plugin/gradebook/decimal.hpp"
#include "plugin/oneroster/answers/answer.hpp"
#include "plugin/oneroster/documents/documents.hpp"

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

/// What will stay in the SIS after a test grade, in sentences; empty = everything can be taken
/// away. If there is any, an administrator has to confirm it first.
std::vector<std::string> before_test_grade(const oneroster::Profile& profile, const Found& found);

class TestGrade final : public Conversation {
 public:
  TestGrade(Partner partner, TestGradeInput input);
  boost::json::object report() const override;

 private:
  enum class Stage { score, edit, flags, exempt, clear };
  struct Made {
    std::string kind, id; ///< "lineItem" or "result"; no id = the SIS has not said it
    bool gone = false;
  };

  void read_class();
  void read_student();
  void read_category();
  void read_grading_period();
  void use_grading_period(const Heard& heard);

  // test_grade_line_item.cpp
  void write_line_item();
  void put_line_item();
  void post_line_item();
  void line_item_posted(const std::string& supplied, const Heard& heard);
  /// `then` is told whether the list could be read; what was found is in made_.
  void look_for_line_item(std::function<void(bool)> then);
  void take_line_item_id(const std::string& id);
  void read_line_item_back();

  // test_grade_result.cpp
  struct StageWords {
    std::string_view name, done, refused;
  };
  static StageWords words_of(Stage stage);
  void find_result();
  void look_for_result(std::function<void(bool)> then);
  void take_result_id(const std::string& id);
  void write_result(Stage stage);
  void post_result(Stage stage, const std::string& document);
  void result_refused(Stage stage, const Heard& heard);
  void read_result_back(Stage stage, const std::string& document);
  void compare(Stage stage, const boost::json::object& sent, const Heard& heard);
  void next_stage(Stage stage);

  // test_grade_flags.cpp
  void write_flags();
  void put_flags(oneroster::BooleanForm form, Ear then);
  void read_flags_back(oneroster::BooleanForm form);
  void tell_other_form(oneroster::BooleanForm form, const Heard& refusal, bool taken);

  // test_grade_removal.cpp
  void remove_result(std::string check, std::function<void()> then);
  void clean_up();
  void remove_line_item();
  void clean_up_ended();

  /// A write; afterwards `then` hears the answer.
  void write(const std::string& step, std::string method, std::string url, std::string body,
             Ear then);
  /// DELETE or PUT with tobedeleted, by profile; then a look whether it is gone.
  void take_away(const std::string& step, std::size_t made, std::function<void(bool)> then);
  void look_whether_gone(const std::string& step, std::size_t made, std::function<void(bool)> then);
  void refused(std::string id, std::string_view what, oneroster::Operation operation,
               const Heard& heard);
  oneroster::ResultInput result_of(Stage stage) const;
  Result<std::string> result_body(Stage stage, bool withdrawn) const;
  Result<std::string> line_item_body(bool withdrawn) const;
  std::string url_of(const Made& made) const;
  oneroster::Withdrawal withdrawal_of(const Made& made) const;
  bool can_take_away(const Made& made) const;
  /// Of what was posted under `supplied`; empty if the answer does not pair it.
  static std::string given_id(const Heard& heard, std::string_view supplied);
  /// An answer that names another id than was sent: the SIS keeps it under that one.
  void note_other_id(std::size_t made, oneroster::Operation operation, const Heard& heard);

  TestGradeInput input_;
  std::vector<gradebook::SourcedId> terms_; ///< of the class
  oneroster::LineItemInput line_item_;
  oneroster::ResultInput result_;
  std::vector<Made> made_; ///< in the order in which they were made
  bool result_made_ = false;
  bool result_known_ = false; ///< the SIS's id of it
};

} // namespace passback::exchange
