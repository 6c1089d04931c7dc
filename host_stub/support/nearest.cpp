#include "host_stub/support/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace host_stub {
namespace {

// Levenshtein's distance: letters that are put in, left out or changed.
std::size_t changed_letters(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row[to.size()];
}

} // namespace

std::string nearest_word(std::string_view typed, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t least = std::max<std::size_t>(2, typed.size() / 3) + 1;
  for (const auto& word : known) {
    if (const auto changes = changed_letters(typed, word); changes < least) {
      least = changes;
      nearest = word;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known) {
  if (const auto nearest = nearest_word(typed, known); !nearest.empty()) {
    return "Did you mean \"" + nearest + "\"?";
  }
  std::string list;
  for (const auto& word : known) {
    list += (list.empty() ? "" : ", ") + word;
  }
  return "Known: " + list + ".";
}

} // namespace host_stub
