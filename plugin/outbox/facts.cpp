#include "plugin/outbox/facts.hpp"

#include <utility>

namespace passback::outbox {

namespace {

/// `read` holds nothing yet, what was read before, or that nothing could be read.
template <class T, class Read>
const T* read_once(Read& read, std::string_view text, Result<T> (*from_json)(std::string_view)) {
  if (read.index() == 0) {
    if (auto fresh = from_json(text)) {
      read.template emplace<T>(std::move(*fresh));
    } else {
      read.template emplace<1>();
    }
  }
  return std::get_if<T>(&read);
}

} // namespace

Facts::Facts(std::string text) {
  if (!text.empty()) {
    kept_ = std::make_shared<Kept>();
    kept_->text = std::move(text);
  }
}

Facts Facts::of(gradebook::ScoreFacts score) {
  Facts facts(gradebook::to_json(score));
  facts.kept_->score = std::move(score);
  return facts;
}

Facts Facts::of(gradebook::ActivityFacts activity) {
  Facts facts(gradebook::to_json(activity));
  facts.kept_->activity = std::move(activity);
  return facts;
}

const std::string& Facts::text() const {
  static const std::string none;
  return kept_ ? kept_->text : none;
}

const gradebook::ScoreFacts* Facts::score() const {
  return kept_ ? read_once(kept_->score, kept_->text, &gradebook::score_facts_from_json) : nullptr;
}

const gradebook::ActivityFacts* Facts::activity() const {
  return kept_ ? read_once(kept_->activity, kept_->text, &gradebook::activity_facts_from_json)
               : nullptr;
}

void Facts::share(const Facts& other) {
  if (kept_ != other.kept_ && text() == other.text()) {
    kept_ = other.kept_;
  }
}

} // namespace passback::outbox
