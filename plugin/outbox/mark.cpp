#include "plugin/outbox/mark.hpp"

#include <charconv>
#include <string_view>

#include "plugin/platform/files.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

constexpr std::string_view kIdMeta = "outbox_id";
constexpr std::size_t kLargestFile = 256;

/// nullopt = it is no number, or something stands behind it.
std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

std::string file_in(const std::string& folder) {
  return folder + "/outbox.mark";
}

} // namespace

Result<Mark> mark_of(Transaction& transaction) {
  PASSBACK_TRY_AS(auto id, transaction.meta(kIdMeta));
  PASSBACK_TRY_AS(const auto sendings, transaction.sendings());
  return Mark{std::move(id).value_or(""), sendings};
}

Status put_mark(Transaction& transaction, const Mark& mark) {
  PASSBACK_TRY(transaction.put_meta(kIdMeta, mark.outbox_id));
  return transaction.put_sendings(mark.sendings);
}

Status count_sending(Transaction& transaction) {
  return transaction.count_sending();
}

bool has_mark(const std::string& folder) {
  return platform::exists(file_in(folder));
}

std::optional<Mark> kept_mark(const std::string& folder) {
  const auto content = platform::read_file(file_in(folder), kLargestFile);
  if (!content || !*content) {
    return std::nullopt;
  }
  const std::string_view text = **content;
  const auto space = text.find(' ');
  if (space == std::string_view::npos || !text.ends_with('\n')) {
    return std::nullopt;
  }
  const auto sendings = number_in(text.substr(space + 1, text.size() - space - 2));
  return sendings ? std::optional(Mark{std::string(text.substr(0, space)), *sendings})
                  : std::nullopt;
}

Status keep_mark(const std::string& folder, const Mark& mark) {
  return platform::replace_file(file_in(folder),
                                mark.outbox_id + " " + std::to_string(mark.sendings) + "\n",
                                platform::Lasting::no);
}

} // namespace passback::outbox
