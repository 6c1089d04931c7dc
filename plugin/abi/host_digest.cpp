#include "plugin/abi/host_digest.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "plugin/abi/instance.hpp"

namespace passback::abi {
namespace {

constexpr std::chrono::milliseconds kDigestDeadline{2'000};
constexpr std::int64_t kLookEveryMs = 60'000;

/// "1,204"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

texts::Phrase classes_text(const actions::Digest& digest) {
  if (digest.classes == 1)
    return texts::say("notice.one_class", {{"class", digest.class_id.value}});
  return texts::say("notice.classes", {{"count", grouped(digest.classes)}});
}

texts::Phrase cause_text(const actions::Digest& digest) {
  texts::Phrase text;
  if (digest.trial.classes > 0)
    text = actions::trial_counts(digest.trial);
  if (digest.commonest != Code::none)
    text +=
        texts::say("notice.commonest_cause", {{"sentence", texts::sentence_of(digest.commonest)}});
  text += texts::say("notice.console_shows");
  return text;
}

std::string_view key_of(const actions::Digest& digest) {
  if (digest.over)
    return "notice.digest_over";
  return digest.teacher.empty() ? "notice.digest_administrators" : "notice.digest_teacher";
}

} // namespace

delivery::Notice notice_of(const actions::Digest& digest) {
  const bool of_teacher = !digest.teacher.empty();
  delivery::Notice notice;
  notice.severity = digest.over ? LMS_NOTICE_INFO : LMS_NOTICE_WARNING;
  notice.over = digest.over;
  notice.kind = "digest";
  notice.domain_id = digest.domain.value;
  notice.dedupe_key = "digest." + digest.domain.value;
  notice.item_id = LMS_ITEM_SYNC_CONSOLE;
  if (of_teacher) {
    notice.audience = delivery::Audience::user;
    notice.user_id = digest.teacher.value;
    notice.dedupe_key += "." + digest.teacher.value;
    notice.item_id = LMS_ITEM_SYNC_GRADES_TO_SIS;
    notice.class_id = digest.class_id.value;
    notice.school_year = digest.school_year.value;
  }
  auto sis =
      digest.sis_name.empty() ? texts::say("notice.the_sis") : texts::Phrase(digest.sis_name);
  return delivery::worded(std::move(notice), key_of(digest),
                          {{"sis", std::move(sis)},
                           {"sent", grouped(digest.sent)},
                           {"ready", grouped(digest.ready)},
                           {"refused", grouped(digest.refused)},
                           {"waiting", grouped(digest.waiting)},
                           {"classes", classes_text(digest)},
                           {"cause", cause_text(digest)}});
}

std::uint32_t tell_digests(Instance& instance, InstanceParts& parts) {
  if (!instance.host().can_notify() ||
      !parts.questions.may_ask("digest", instance.clock().unix_ms(), kLookEveryMs))
    return 0;
  const auto failed = [&](const Error& error) {
    // Another process may be at it: what was not written down is due again.
    if (error.code != Code::busy)
      instance.host_queue().write(platform::LogLevel::warning, "digest",
                                  "The daily digest could not be made. " + error.detail);
  };
  const auto due = parts.actions->due_digests(kDigestDeadline);
  if (!due.ok()) {
    failed(due.error());
    return 0;
  }
  std::map<gradebook::DomainId, texts::Words> words;
  for (const auto& digest : due->digests) {
    const auto known = words.find(digest.domain);
    const auto of_domain =
        known != words.end()
            ? known
            : words.emplace(digest.domain, parts.actions->words_of_notices(digest.domain)).first;
    instance.host().notify(notice_of(digest), of_domain->second);
  }
  if (const Status told = parts.actions->digests_told(*due, kDigestDeadline); !told.ok())
    failed(told.error());
  return static_cast<std::uint32_t>(due->digests.size());
}

} // namespace passback::abi
