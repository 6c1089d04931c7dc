#include "plugin/abi/host_digest.hpp"

#include <chrono>
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

std::string classes_text(const actions::Digest& digest) {
  return digest.classes == 1 ? "class " + digest.class_id.value
                             : grouped(digest.classes) + " classes";
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
  NoticeValues values = {{"sis", digest.sis_name.empty() ? "the SIS" : digest.sis_name},
                         {"sent", grouped(digest.sent)},
                         {"ready", grouped(digest.ready)},
                         {"refused", grouped(digest.refused)},
                         {"waiting", grouped(digest.waiting)},
                         {"classes", classes_text(digest)},
                         {"cause", digest.commonest == Code::none
                                       ? ""
                                       : std::string(info(digest.commonest).sentence)}};
  return delivery::worded(std::move(notice),
                          digest.over  ? "notice.digest_over"
                          : of_teacher ? "notice.digest_teacher"
                                       : "notice.digest_administrators",
                          std::move(values));
}

std::uint32_t tell_digests(Instance& instance, InstanceParts& parts) {
  if (!instance.host().can_notify() ||
      !parts.questions.may_ask("digest", instance.clock().unix_ms(), kLookEveryMs))
    return 0;
  const auto digests = parts.actions->due_digests(kDigestDeadline);
  if (!digests.ok()) {
    // Another process may be at it: what was not written down is due again.
    if (digests.error().code != Code::busy)
      instance.host_queue().write(platform::LogLevel::warning, "notice.digest",
                                  "The daily digest could not be made. " + digests.error().detail);
    return 0;
  }
  for (const auto& digest : *digests)
    instance.host().notify(notice_of(digest));
  return static_cast<std::uint32_t>(digests->size());
}

} // namespace passback::abi
