#include "host_stub/gradebook/objective_text.hpp"

#include <algorithm>

#include "host_stub/support/decimal.hpp"

namespace host_stub::gradebook {
namespace {

// Up to the mark, which is dropped with it; everything if there is none.
std::string_view cut_before(std::string_view& text, char mark) {
  const auto at = std::min(text.find(mark), text.size());
  const auto part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

std::optional<ObjectiveScore> parse_one(std::string_view text) {
  ObjectiveScore score;
  score.objective_id = cut_before(text, '=');
  const auto points = parse_decimal(cut_before(text, '/'));
  const bool weighs = text.find('*') != std::string_view::npos;
  const auto possible = parse_decimal(cut_before(text, '*'));
  const auto weight = weighs ? parse_decimal(text) : std::optional(0.0);
  if (score.objective_id.empty() || !points || !possible || !weight) {
    return std::nullopt;
  }
  score.points = *points;
  score.possible = *possible;
  score.weight = *weight;
  return score;
}

} // namespace

std::optional<std::vector<ObjectiveScore>> parse_objectives(std::string_view text) {
  std::vector<ObjectiveScore> objectives;
  while (!text.empty()) {
    auto one = parse_one(cut_before(text, ';'));
    if (!one) {
      return std::nullopt;
    }
    objectives.push_back(std::move(*one));
  }
  return objectives;
}

std::string to_text(const std::vector<ObjectiveScore>& objectives) {
  std::string text;
  for (const ObjectiveScore& one : objectives) {
    text += (text.empty() ? "" : ";") + one.objective_id + "=" + to_decimal(one.points) + "/" +
            to_decimal(one.possible);
    if (one.weight != 0) {
      text += "*" + to_decimal(one.weight);
    }
  }
  return text;
}

} // namespace host_stub::gradebook
