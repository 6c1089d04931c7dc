#include "plugin/settings/pasted.hpp"

#include <algorithm>
#include <array>

namespace passback::settings {
namespace {

constexpr std::string_view kBlanks = " \t\n\r\v\f";
// U+200B to U+200F, U+2060, U+FEFF: seen by nobody, and never part of a credential.
constexpr std::array<std::string_view, 7> kInvisible = {
    "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
    "\xe2\x80\x8f", "\xe2\x81\xa0", "\xef\xbb\xbf"};
// U+00A0, U+2028, U+2029, U+202F.
constexpr std::array<std::string_view, 4> kOtherBlanks = {"\xc2\xa0", "\xe2\x80\xa8",
                                                          "\xe2\x80\xa9", "\xe2\x80\xaf"};

template <class Fits> std::size_t length_of(Fits fits) {
  const auto one_of = [&](const auto& list) {
    const auto found = std::ranges::find_if(list, fits);
    return found == list.end() ? std::size_t{0} : found->size();
  };
  const std::size_t invisible = one_of(kInvisible);
  return invisible != 0 ? invisible : one_of(kOtherBlanks);
}

std::size_t clinging_at_start(std::string_view text) {
  return kBlanks.find(text.front()) != std::string_view::npos
             ? 1
             : length_of([&](std::string_view one) { return text.starts_with(one); });
}

std::size_t clinging_at_end(std::string_view text) {
  return kBlanks.find(text.back()) != std::string_view::npos
             ? 1
             : length_of([&](std::string_view one) { return text.ends_with(one); });
}

bool is_control(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const bool high = first == 0xc2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0;
  return first < 0x20 || first == 0x7f || high;
}

} // namespace

std::string_view without_clinging(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = clinging_at_start(text);
    if (length == 0) {
      break;
    }
    text.remove_prefix(length);
  }
  while (!text.empty()) {
    const std::size_t length = clinging_at_end(text);
    if (length == 0) {
      break;
    }
    text.remove_suffix(length);
  }
  return text;
}

std::string_view unusable_inside(std::string_view text) {
  for (; !text.empty(); text.remove_prefix(1)) {
    const char first = text.front();
    if (first == '\n' || first == '\r') {
      return "a line break";
    }
    if (first == '\t') {
      return "a tab";
    }
    if (is_control(text)) {
      return "a control character";
    }
    if (std::ranges::any_of(kInvisible,
                            [&](std::string_view one) { return text.starts_with(one); })) {
      return "an invisible character";
    }
  }
  return {};
}

} // namespace passback::settings
