#include "plugin/abi/host_due.hpp"

#include <chrono>
#include <map>
#include <string>

#include "plugin/abi/instance.hpp"
#include "plugin/actions/due_notices.hpp"

namespace passback::abi {
namespace {

constexpr std::chrono::milliseconds kDueDeadline{2'000};
constexpr std::int64_t kLookEveryMs = 60'000;

} // namespace

delivery::Notice notice_of(const actions::DueNotice& due) {
  delivery::Notice notice;
  notice.severity = due.over ? LMS_NOTICE_INFO : LMS_NOTICE_WARNING;
  notice.over = due.over;
  notice.kind = due.kind;
  notice.domain_id = due.domain.value;
  notice.dedupe_key = due.key;
  notice.item_id = due.item;
  if (!due.teacher.empty()) {
    notice.audience = delivery::Audience::user;
    notice.user_id = due.teacher.value;
    notice.class_id = due.class_id.value;
    notice.school_year = due.school_year.value;
  }
  return delivery::worded(std::move(notice), due.text_key, due.values);
}

std::uint32_t tell_due_notices(Instance& instance, InstanceParts& parts) {
  if (!instance.host().can_notify() ||
      !parts.questions.may_ask("due", instance.clock().unix_ms(), kLookEveryMs))
    return 0;
  const auto failed = [&](const Error& error) {
    // Another process may be at it: what was not written down is due again.
    if (error.code != Code::busy)
      instance.host_queue().write(platform::LogLevel::warning, "due",
                                  "What people are told today could not be made. " + error.detail);
  };
  const auto due = parts.actions->due_notices(kDueDeadline);
  if (!due.ok()) {
    failed(due.error());
    return 0;
  }
  std::map<gradebook::DomainId, texts::Words> words;
  for (const auto& one : due->notices) {
    const auto known = words.find(one.domain);
    const auto of_domain =
        known != words.end()
            ? known
            : words.emplace(one.domain, parts.actions->words_of_notices(one.domain)).first;
    instance.host().notify(notice_of(one), of_domain->second);
  }
  if (const Status told = parts.actions->notices_told(*due, kDueDeadline); !told.ok())
    failed(told.error());
  return static_cast<std::uint32_t>(due->notices.size());
}

void begin_nightly_reads(Instance& instance, InstanceParts& parts) {
  if (!instance.host().has(Service::gradebook_read) ||
      !parts.questions.may_ask("night", instance.clock().unix_ms(), kLookEveryMs))
    return;
  const Status begun = parts.actions->begin_nightly_reads(kDueDeadline);
  if (!begun.ok() && begun.error().code != Code::busy)
    instance.host_queue().write(platform::LogLevel::warning, "night",
                                "The nightly look through the gradebook could not be begun. " +
                                    begun.error().detail);
}

} // namespace passback::abi
