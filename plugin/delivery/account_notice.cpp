#include "plugin/delivery/account_notice.hpp"

#include <string_view>

namespace passback::delivery {

namespace {

// As LMS_NOTICE_INFO, _WARNING and _PROBLEM; this folder does not know the C contract.
constexpr int kInfo = 1;
constexpr int kWarning = 2;
constexpr int kProblem = 3;
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::int64_t kCameBackMs = 60LL * 60 * 1000;
constexpr std::int64_t kQuietOutageMs = 30LL * 60 * 1000;

std::string name_or_sis(const std::string& sis_name) {
  return sis_name.empty() ? std::string("the SIS") : sis_name;
}

} // namespace

bool may_tell_again(std::int64_t last_unix_ms, std::int64_t now_unix_ms) {
  if (last_unix_ms < 0) {
    return now_unix_ms + last_unix_ms >= kCameBackMs;
  }
  return last_unix_ms == 0 || now_unix_ms - last_unix_ms >= kDayMs;
}

bool is_over(const outbox::AccountRow& account) {
  return account.state == outbox::AccountState::ok && account.notice_unix_ms > 0;
}

bool notice_due(const outbox::AccountRow& account, std::int64_t now_unix_ms) {
  if (!may_tell_again(account.notice_unix_ms, now_unix_ms)) {
    return false;
  }
  switch (account.state) {
  case outbox::AccountState::unauthorised:
  case outbox::AccountState::window_shut:
  case outbox::AccountState::address:
    return true;
  case outbox::AccountState::down:
    return now_unix_ms - account.since_unix_ms >= kQuietOutageMs;
  case outbox::AccountState::waiting_secret:
    return account.code == Code::secret_unusable; // a missing one may come by itself
  case outbox::AccountState::ok:
    break;
  }
  return false;
}

Notice account_notice(const outbox::AccountRow& account, const std::string& domain_id,
                      const std::string& sis_name, bool of_credential) {
  const CodeInfo& words = info(account.code);
  const std::string name = name_or_sis(sis_name);
  Notice notice;
  notice.domain_id = domain_id;
  // A domain has one connection: with another key it is still the same thing that people are told.
  notice.dedupe_key =
      (of_credential ? "credential." : "account.") + (domain_id.empty() ? account.key : domain_id);
  if (account.state == outbox::AccountState::ok) {
    notice.severity = kInfo;
    notice.title = "Grades go to " + name + " again";
    notice.body = "What they waited for is over. Nothing needs to be done.";
    return notice;
  }
  const bool needs_a_person = account.state == outbox::AccountState::unauthorised ||
                              account.state == outbox::AccountState::address ||
                              account.code == Code::secret_unusable;
  notice.severity = needs_a_person ? kProblem : kWarning;
  notice.title = "Grades wait for " + name;
  notice.body.append(words.sentence);
  if (!words.administrator.empty()) {
    notice.body.append(" ").append(words.administrator);
  }
  notice.body.append(" Nothing is lost: the grades wait and go by themselves.");
  return notice;
}

Notice class_notice(const ClassNotice& told, const std::string& sis_name) {
  const std::string name = name_or_sis(sis_name);
  const std::string where = "class " + told.class_id.value;
  Notice notice;
  notice.domain_id = told.domain_id.value;
  notice.dedupe_key = "refused." + told.class_id.value;
  if (told.code == Code::none) {
    notice.severity = kInfo;
    notice.title = "Nothing of " + where + " is refused any more";
    notice.body = "What " + name + " did not accept of it has been seen to.";
    return notice;
  }
  notice.severity = kWarning;
  notice.title = name + " did not accept something of " + where;
  notice.body.append(info(told.code).sentence);
  notice.body.append(" Sync grades to SIS shows in the class what it is, why, and what to do; from "
                     "there it is sent again.");
  return notice;
}

} // namespace passback::delivery
