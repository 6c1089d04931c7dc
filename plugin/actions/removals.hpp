// What is gone from the LMS and stays in the SIS until a person answers (decision/removal.hpp): one
// question for each cause, and the operations that answer it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/phrase_members.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::actions {

/// Counts records as they come by; take() gives the questions.
class RemovalQuestions {
 public:
  void add(const outbox::Record& record);
  bool none() const { return causes_.empty(); }
  /// [{"name": "take_back", "cause", "text", "results", "line_items", "upto", "answers": […]}]
  boost::json::array take(const texts::Words& words) const;

 private:
  struct Cause {
    std::int64_t results = 0, line_items = 0, upto = 0;
  };
  std::map<Code, Cause> causes_;
};

/// The class's open questions.
Status add_removal_questions(decision::UnitOfWork& work, const Asker& asker,
                             const texts::Words& words, boost::json::object& document);

/// "take_back" and "keep_in_sis": {"cause": "record.removal_unenrolled", "upto": 412}. What came
/// after the question was shown is another question.
Result<Reply> answer_removals(const ActionParts& parts, const Asker& asker,
                              const boost::json::object& input, bool take_back,
                              std::chrono::milliseconds deadline);

} // namespace passback::actions
