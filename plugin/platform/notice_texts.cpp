#include "plugin/platform/notice_texts.hpp"

#include <algorithm>
#include <array>

namespace passback {
namespace {

// {sentence} and {step} are those of the code that comes with the notice (codes.hpp).
constexpr auto kTexts = std::to_array<NoticeText>({
    {"notice.account_waits", "Grades wait for {sis}",
     "{sentence} {step} Nothing is lost: the grades wait and go by themselves."},
    {"notice.account_over", "Grades go to {sis} again",
     "What they waited for is over. Nothing needs to be done."},
    {"notice.class_refused", "{sis} did not accept something of class {class}",
     "{sentence} Sync grades to SIS shows in the class what it is, why, and what to do; from there "
     "it is sent again."},
    {"notice.class_refused_over", "Nothing of class {class} is refused any more",
     "What {sis} did not accept of it has been seen to."},
    {"notice.site_moved", "Grades wait: has this site moved, or is it a copy?",
     "{sentence} {step} Nothing is lost: the grades wait."},
    {"notice.outbox_restored", "The outbox is older than what was sent from it",
     "{sentence} {step}"},
    {"notice.digest_administrators",
     "Grades to {sis}: {sent} sent, {refused} refused, {waiting} waiting",
     "Since the last of these notices. What is refused or waits is in {classes}. The commonest "
     "cause: {cause} The console shows which classes they are, and what to do."},
    {"notice.digest_teacher", "Your grades: {ready} to send, {refused} refused, {waiting} waiting",
     "{sent} reached {sis} since the last of these notices. What is left is in {classes}; Sync "
     "grades to SIS shows in the class what it is, and what to do."},
    {"notice.digest_over", "Nothing is left to do about grades for {sis}",
     "What this notice told has been seen to."},
    {"notice.not_listed", "Grades from before were not looked at.", "{sentence} {step}"},
});

} // namespace

const NoticeText* find_notice_text(std::string_view key) {
  const auto* found = std::ranges::find(kTexts, key, &NoticeText::key);
  return found == kTexts.end() ? nullptr : found;
}

std::span<const NoticeText> all_notice_texts() {
  return kTexts;
}

std::string filled(std::string_view text, const NoticeValues& values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      out += text;
      break;
    }
    out += text.substr(0, open);
    const auto name = text.substr(open + 1, close - open - 1);
    const auto value =
        std::ranges::find_if(values, [&](const auto& one) { return one.first == name; });
    if (value != values.end()) {
      out += value->second;
    }
    text.remove_prefix(close + 1);
    if (out.empty() || out.back() == ' ') {
      text.remove_prefix(!text.empty() && text.front() == ' ' ? 1 : 0);
    }
  }
  while (!out.empty() && out.back() == ' ') {
    out.pop_back();
  }
  return out;
}

} // namespace passback
