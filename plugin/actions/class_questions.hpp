// What waits in a class until a person answers: what is gone from the LMS and stays in the SIS
// (decision/removal.hpp), grades of an LMS that was put back from a backup
// (decision/older_than_sis.hpp), and points possible that changed after grades went
// (decision/points_change.hpp). One question for each cause, and the operations that answer it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/phrase_members.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/decision/points_change.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::actions {

/// It has a question of its own, and is not sent along with grades.
bool waits_for_answer(const outbox::Record& record);

/// What waits for one answer.
struct AskedCause {
  std::string_view kind; ///< the name of its question
  std::int64_t results = 0, line_items = 0, upto = 0;
  std::vector<decision::PointsChange> points;
};

/// Counts records as they come by; take() gives the questions.
class ClassQuestions {
 public:
  explicit ClassQuestions(decision::UnitOfWork& work) : work_(work) {}

  Status add(const outbox::Record& record);
  bool none() const { return causes_.empty(); }
  /// [{"name": "take_back", "cause", "text", "results", "line_items", "upto", "answers": […]}]
  boost::json::array take(const texts::Words& words) const;

 private:
  decision::UnitOfWork& work_;
  std::map<Code, AskedCause> causes_;
};

/// The class's open questions.
Status add_class_questions(decision::UnitOfWork& work, const Asker& asker,
                           const texts::Words& words, boost::json::object& document);

/// take_back, keep_in_sis, send_older, keep_newer, send_points.
bool is_answer(std::string_view op);
/// {"op": "take_back", "cause": "record.removal_unenrolled", "upto": 412}. What came after the
/// question was shown is another question.
Result<Reply> answer_class_question(const ActionParts& parts, const Asker& asker,
                                    std::string_view op, const boost::json::object& input,
                                    std::chrono::milliseconds deadline);

} // namespace passback::actions
