#include "host_stub/validate/report.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace host_stub::validate {
namespace {

constexpr int kHighestTier = 2;
constexpr const char* kTierWords[] = {"headless: scores are sent by themselves",
                                      "the feature: menu items, preview, manual send",
                                      "full: domain trees, notices, many processes"};

std::string indented(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c;
    if (c == '\n') {
      out += "          ";
    }
  }
  return out;
}

} // namespace

int tier_reached(const std::vector<Outcome>& outcomes) {
  int reached = kHighestTier;
  for (const auto& [check, result] : outcomes) {
    if (!result.passed) {
      reached = std::min(reached, check->tier - 1);
    }
  }
  return reached;
}

std::size_t count_failed(const std::vector<Outcome>& outcomes) {
  return static_cast<std::size_t>(std::count_if(outcomes.begin(), outcomes.end(),
                                                [](const Outcome& o) { return !o.result.passed; }));
}

std::string line_for_people(const Outcome& outcome) {
  const auto& [check, result] = outcome;
  constexpr std::size_t kWidth = 27;
  std::string name(check->name);
  name.resize(std::max(name.size(), kWidth), ' ');
  std::string line =
      (result.passed ? "  ok    " : "  FAIL  ") + name + std::string(check->description);
  if (!result.passed) {
    line += "\n          " + indented(result.message);
  }
  return line;
}

std::string summary_for_people(const std::vector<Outcome>& outcomes, bool complete) {
  const std::size_t failed = count_failed(outcomes);
  std::string text = std::to_string(outcomes.size() - failed) + " of " +
                     std::to_string(outcomes.size()) + " checks passed.";
  if (complete) {
    const int tier = tier_reached(outcomes);
    text += tier < 0 ? " Tier reached: none."
                     : " Tier reached: " + std::to_string(tier) + " (" + kTierWords[tier] + ").";
  }
  return text;
}

boost::json::value document(const Subject& subject, const std::vector<Outcome>& outcomes,
                            bool complete) {
  boost::json::array checks;
  for (const auto& [check, result] : outcomes) {
    checks.push_back(boost::json::object{
        {"name", boost::json::string_view(check->name.data(), check->name.size())},
        {"tier", check->tier},
        {"description",
         boost::json::string_view(check->description.data(), check->description.size())},
        {"passed", result.passed},
        {"message", result.message},
        {"milliseconds", result.took.count()}});
  }
  boost::json::object out{{"schema", "lms.validate/1"},
                          {"id", subject.manifest.id},
                          {"version", subject.manifest.version},
                          {"library", subject.library.string()},
                          {"passed", outcomes.size() - count_failed(outcomes)},
                          {"failed", count_failed(outcomes)},
                          {"checks", std::move(checks)}};
  if (complete) {
    out["tier"] = tier_reached(outcomes);
  }
  return out;
}

} // namespace host_stub::validate
