#include "plugin/exchange/conversation/check_list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/object.hpp>

#include "plugin/texts/kept_phrase.hpp"

namespace passback::exchange {
namespace {

std::array<std::pair<std::string_view, const Phrase*>, 3> texts_of(const Check& check) {
  return {
      {{"sentence", &check.sentence}, {"next_step", &check.next_step}, {"detail", &check.detail}}};
}

boost::json::object in_english(const Check& check) {
  boost::json::object line{{"id", check.id}, {"outcome", name_of(check.outcome)}};
  for (const auto& [name, text] : texts_of(check)) {
    if (!text->empty() || name == "sentence") {
      line[name] = text->english();
    }
  }
  return line;
}

} // namespace

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

void CheckList::ok(std::string id, Phrase sentence, Phrase detail) {
  add({std::move(id), CheckOutcome::ok, std::move(sentence), {}, std::move(detail)});
}

void CheckList::warn(std::string id, Phrase sentence, Phrase next_step, Phrase detail) {
  add({std::move(id), CheckOutcome::warning, std::move(sentence), std::move(next_step),
       std::move(detail)});
}

void CheckList::fail(std::string id, Phrase sentence, Phrase next_step, Phrase detail) {
  add({std::move(id), CheckOutcome::failed, std::move(sentence), std::move(next_step),
       std::move(detail)});
}

void CheckList::skip(std::string id, Phrase sentence) {
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
    list.push_back(in_english(check));
  }
  return list;
}

boost::json::array CheckList::to_kept_json() const {
  boost::json::array list;
  for (const auto& check : checks_) {
    auto line = in_english(check);
    for (const auto& [name, text] : texts_of(check)) {
      // The words of somebody else are the same in every language.
      if (!text->key().empty() || !text->more().empty()) {
        line[std::string(name) + "_phrase"] = texts::kept(*text);
      }
    }
    list.push_back(std::move(line));
  }
  return list;
}

} // namespace passback::exchange
