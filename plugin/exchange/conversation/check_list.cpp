#include "plugin/exchange/conversation/check_list.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>

namespace passback::exchange {

std::string_view name_of(CheckOutcome outcome) {
  switch (outcome) {
  case CheckOutcome::ok:
    return "ok";
  case CheckOutcome::warning:
    return "warning";
  case CheckOutcome::failed:
    return "failed";
  case CheckOutcome::skipped:
    break;
  }
  return "skipped";
}

void CheckList::ok(std::string id, std::string sentence, std::string detail) {
  add({std::move(id), CheckOutcome::ok, std::move(sentence), {}, std::move(detail)});
}

void CheckList::warn(std::string id, std::string sentence, std::string next_step,
                     std::string detail) {
  add({std::move(id), CheckOutcome::warning, std::move(sentence), std::move(next_step),
       std::move(detail)});
}

void CheckList::fail(std::string id, std::string sentence, std::string next_step,
                     std::string detail) {
  add({std::move(id), CheckOutcome::failed, std::move(sentence), std::move(next_step),
       std::move(detail)});
}

void CheckList::skip(std::string id, std::string sentence) {
  add({std::move(id), CheckOutcome::skipped, std::move(sentence), {}, {}});
}

CheckOutcome CheckList::worst() const {
  auto worst = CheckOutcome::ok;
  for (const auto& check : checks_) {
    if (check.outcome == CheckOutcome::failed) {
      return CheckOutcome::failed;
    }
    if (check.outcome == CheckOutcome::warning) {
      worst = CheckOutcome::warning;
    }
  }
  return worst;
}

const Check* CheckList::find(std::string_view id) const {
  const auto found = std::ranges::find(checks_, id, &Check::id);
  return found == checks_.end() ? nullptr : &*found;
}

boost::json::array CheckList::to_json() const {
  boost::json::array list;
  for (const auto& check : checks_) {
    boost::json::object line{
        {"id", check.id}, {"outcome", name_of(check.outcome)}, {"sentence", check.sentence}};
    if (!check.next_step.empty()) {
      line["next_step"] = check.next_step;
    }
    if (!check.detail.empty()) {
      line["detail"] = check.detail;
    }
    list.push_back(std::move(line));
  }
  return list;
}

} // namespace passback::exchange
