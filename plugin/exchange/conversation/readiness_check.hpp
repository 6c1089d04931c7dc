// Asks the SIS about a sample of the ids that the LMS has for it: does it know these classes and
// people, does it show categories and grading periods for these classes? A few GETs each, no
// writes.
//
// The report is lms.readiness_report/1 without the part that the LMS knows by itself, which
// actions/readiness.cpp adds.
#pragma once

#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"

namespace passback::exchange {

struct ReadinessSample {
  std::string kind;   ///< "class", "student", "teacher"
  std::string sis_id; ///< the id that is asked about
};

class ReadinessCheck final : public Conversation {
 public:
  /// `classes`: SIS ids of those whose categories and grading periods are looked at.
  ReadinessCheck(Partner partner, std::vector<ReadinessSample> samples,
                 std::vector<std::string> classes);
  boost::json::object report() const override;

 private:
  enum class Known { unasked, yes, no };
  struct Asked {
    ReadinessSample sample;
    Known known = Known::unasked;
  };
  struct Seen {
    std::string class_id;
    std::optional<std::size_t> categories, grading_periods;
  };
  void ask(std::size_t at);
  void look_at(std::size_t at);
  /// By the ways that delivery takes, so that both say the same of a class.
  void look_at_periods(std::size_t at, const Response& of_class);
  void sum_up();

  std::vector<Asked> asked_;
  std::vector<Seen> seen_;
  bool people_shown_ = true; ///< false once the SIS said that it shows no single person
};

} // namespace passback::exchange
