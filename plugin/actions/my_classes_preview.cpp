#include "plugin/actions/my_classes_preview.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/actions/class_heading.hpp"
#include "plugin/actions/preview_cells.hpp"
#include "plugin/actions/preview_token.hpp"
#include "plugin/actions/send_scope.hpp"
#include "plugin/actions/taught_here.hpp"
#include "plugin/actions/what_stays.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;

// A document holds 1 MiB at most; the rest is for one class more and what stands beside them.
constexpr std::size_t kMostBytesOfClasses = 900'000;

/// What would go and what stays, of one class or of all of them.
struct PreviewSums {
  explicit PreviewSums(const oneroster::ProfileCatalog& profiles) : estimate(profiles) {}
  std::int64_t will_send = 0, grades = 0, going = 0, staying = 0, cannot_go = 0;
  SharedEstimate estimate;

  void put(json::object& document) const {
    document["will_send"] = will_send;
    document["grades"] = grades;
    document["going"] = going;
    document["staying"] = staying;
    document["grades_that_cannot_go"] = cannot_go;
  }
};

Status preview_of_class(const ActionParts& parts, const Asker& asker, const texts::Words& words,
                        const std::string& period, json::object& row, PreviewSums& all) {
  std::vector<Problem> none;
  PreviewSums sums(parts.profiles);
  std::optional<decision::ClassView> view;
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(row, class_heading(work, class_key_of(asker)));
    PASSBACK_TRY_AS(view, work.open_class_that_syncs(origin_of(asker)));
    put_standing(row, words, *view);
    ScopeAsked asked;
    asked.cells.class_id = asker.class_id;
    asked.cells.school_year = asker.school_year;
    asked.period = period;
    PASSBACK_TRY_AS(const auto scope, cells_in_scope(work, words, asked, none));
    WhatStays stays;
    PreviewCells cells(work, words, &stays);
    PASSBACK_TRY(cells.add_all(scope));
    PASSBACK_TRY(cells.finish());
    row["token"] = to_text(PreviewToken{cells.newest_seq(), scope}, asker);
    sums.will_send = cells.sends();
    sums.grades = stays.grades_that_go();
    sums.going = cells.going();
    sums.staying = cells.staying();
    sums.cannot_go = stays.grades();
    row["cannot_go"] = stays.take();
    if (!cells.questions().none()) {
      row["questions"] = cells.questions().take(words);
    }
    return ok_status();
  });
  PASSBACK_TRY(read);
  sums.put(row);
  all.will_send += sums.will_send;
  all.grades += sums.grades;
  all.going += sums.going;
  all.staying += sums.staying;
  all.cannot_go += sums.cannot_go;
  all.estimate.add(*view, sums.going);
  return ok_status();
}

} // namespace

Result<Reply> preview_my_classes(const ActionParts& parts, const Asker& asker,
                                 const json::object& input) {
  std::vector<Problem> problems;
  const auto words = language_of(parts, asker);
  const auto period = InputReader(input, "", problems).text("period").value.value_or("");
  if (!period.empty() && period != "open") {
    problems.push_back({"period", say("problem.expected_open_period")});
  }
  PASSBACK_TRY(refuse_problems(problems));
  std::vector<NamedClass> named;
  PASSBACK_TRY_AS(const auto askers, those_chosen(parts, asker, input, named, problems));
  if (!problems.empty()) {
    return refuse_classes(words, problems);
  }
  json::object document{{"schema", "lms.classes_preview/1"}};
  json::array rows, left;
  std::size_t bytes = 0;
  PreviewSums all(parts.profiles);
  for (const auto& one : askers) {
    if (bytes >= kMostBytesOfClasses) {
      left.push_back(class_heading(class_key_of(one), {}));
      continue;
    }
    auto row = class_heading(class_key_of(one), {});
    if (const auto shown = preview_of_class(parts, one, words, period, row, all); !shown) {
      put_failure(row, words, shown.error());
    }
    bytes += json::serialize(row).size();
    rows.push_back(std::move(row));
  }
  all.put(document);
  all.estimate.put(document, words);
  document["classes"] = std::move(rows);
  if (!left.empty()) {
    document["left"] = std::move(left);
  }
  return Reply{json::serialize(document), false};
}

} // namespace passback::actions
