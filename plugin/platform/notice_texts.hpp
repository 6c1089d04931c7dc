// The texts of notices, by key, in English: the one table that other languages translate. A {name}
// in braces is a value that comes with the notice. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passback {

/// "notice.account_waits" has a title and a body: their keys in a catalogue are the key with
/// ".title" and ".body".
struct NoticeText {
  std::string_view key, title, body;
};

using NoticeValues = std::vector<std::pair<std::string, std::string>>;

/// nullptr: there is no such notice.
const NoticeText* find_notice_text(std::string_view key);
std::span<const NoticeText> all_notice_texts();

/// The text with its values in place of their names. A name without a value becomes nothing; blanks
/// that this leaves side by side become one.
std::string filled(std::string_view text, const NoticeValues& values);

} // namespace passback
