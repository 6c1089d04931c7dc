#include <array>
#include <string_view>

#include "host_stub/roster/calendar.hpp"
#include "host_stub/roster/files.hpp"

namespace host_stub::roster {
namespace {

struct ActivityKind {
  std::string_view title;
  std::string_view category;
  std::size_t points;
};

constexpr ActivityKind kHomework = {"Homework", "cat-hw", 10};
constexpr ActivityKind kQuiz = {"Quiz", "cat-quiz", 20};
constexpr ActivityKind kProject = {"Project", "cat-project", 50};
constexpr ActivityKind kTest = {"Test", "cat-test", 100};
constexpr std::array<ActivityKind, 8> kRound = {kHomework, kHomework, kQuiz, kHomework,
                                                kProject,  kHomework, kQuiz, kTest};

struct Activity {
  std::string id;
  ActivityKind kind;
  std::string due;
};

// "Quiz 3": which of its kind the `place`-th activity is, counted from 1.
std::string title_of(std::size_t place) {
  const auto& kind = kRound[place % kRound.size()];
  std::size_t number = 0;
  for (std::size_t i = 0; i <= place; ++i) {
    number += kRound[i % kRound.size()].title == kind.title ? 1 : 0;
  }
  return std::string(kind.title) + " " + std::to_string(number);
}

// One after the other over the grading periods of the class, and over the days of each.
Activity add_activity(std::size_t class_place, std::size_t place, std::size_t all,
                      csv::Writer& items) {
  const std::size_t periods = is_half_year(class_place) ? kPeriods.size() / 2 : kPeriods.size();
  const auto& period = kPeriods[place * periods / all];
  const std::size_t into_period = place * periods % all;
  const auto& kind = kRound[place % kRound.size()];
  Activity activity{numbered("li-", class_place) + numbered("-", place), kind,
                    day_in(period, 2 * into_period + 1, 2 * all)};
  items.add({activity.id, "", "", title_of(place), "", day_in(period, into_period, all),
             activity.due, numbered("c-", class_place), kind.category, period.id, "0",
             std::to_string(kind.points)});
  return activity;
}

// Most have a score between half and full points, in steps of half a point; of a hundred two are
// exempt and four handed nothing in.
void add_result(const Activity& activity, std::size_t student, Dice& dice, csv::Writer& results) {
  const std::size_t luck = dice.below(100);
  const std::size_t halves = activity.kind.points + dice.below(activity.kind.points + 1);
  const auto score = std::to_string(halves / 2) + (halves % 2 == 1 ? ".5" : "");
  const bool scored = luck >= 6;
  results.add({numbered("r-", results.rows()), "", "", activity.id, numbered("u-student", student),
               luck < 2 ? "exempt"
               : scored ? "fully graded"
                        : "not submitted",
               scored ? score : "", activity.due, ""});
}

} // namespace

void add_grades(const Plan& plan, const RosterSize& size, Dice& dice, Files& files) {
  csv::Writer items({"sourcedId", "status", "dateLastModified", "title", "description",
                     "assignDate", "dueDate", "classSourcedId", "categorySourcedId",
                     "gradingPeriodSourcedId", "resultValueMin", "resultValueMax"});
  csv::Writer results({"sourcedId", "status", "dateLastModified", "lineItemSourcedId",
                       "studentSourcedId", "scoreStatus", "score", "scoreDate", "comment"});
  for (std::size_t i = 0; i < plan.classes.size(); ++i) {
    for (std::size_t k = 0; k < size.activities; ++k) {
      const auto activity = add_activity(i, k, size.activities, items);
      if (!size.scores) {
        continue;
      }
      for (std::size_t student : plan.classes[i].students) {
        add_result(activity, student, dice, results);
      }
    }
  }
  files.emplace("lineItems.csv", std::move(items));
  if (size.scores) {
    files.emplace("results.csv", std::move(results));
  }
}

} // namespace host_stub::roster
