#include "plugin/delivery/account_notice.hpp"

#include <string_view>
#include <utility>

namespace passback::delivery {

namespace {

// As LMS_NOTICE_INFO, _WARNING and _PROBLEM; this folder does not know the C contract.
constexpr int kInfo = 1;
constexpr int kWarning = 2;
constexpr int kProblem = 3;
// The items of the contract that help.
constexpr const char* kSisSettingsItem = "admin.sis_sync/sis_settings";
constexpr const char* kSyncGradesItem = "gradebook.tools/sync_grades_to_sis";
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
constexpr std::int64_t kCameBackMs = 60LL * 60 * 1000;
constexpr std::int64_t kQuietOutageMs = 30LL * 60 * 1000;

texts::Phrase name_or_sis(const std::string& sis_name) {
  if (sis_name.empty()) {
    return texts::say("notice.the_sis");
  }
  return sis_name;
}

} // namespace

Notice worded(Notice notice, std::string_view text_key, std::vector<texts::Param> values) {
  const std::string key(text_key);
  notice.title = texts::say(key + ".title", values);
  notice.body = texts::say(key + ".body", values);
  notice.text_key = key;
  notice.values = std::move(values);
  return notice;
}

std::vector<texts::Param> values_of(Code code) {
  auto what = texts::sentence_of(code);
  what += texts::administrator_of(code);
  return {{"code", info(code).id},
          {"sentence", texts::sentence_of(code)},
          {"step", texts::administrator_of(code)},
          {"what", std::move(what)}};
}

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
  const auto name = name_or_sis(sis_name);
  Notice notice;
  notice.kind = "account";
  notice.item_id = kSisSettingsItem;
  notice.domain_id = domain_id;
  // A domain has one connection: with another key it is still the same thing that people are told.
  notice.dedupe_key =
      (of_credential ? "credential." : "account.") + (domain_id.empty() ? account.key : domain_id);
  if (account.state == outbox::AccountState::ok) {
    notice.severity = kInfo;
    notice.over = true;
    return worded(std::move(notice), "notice.account_over", {{"sis", name}});
  }
  const bool needs_a_person = account.state == outbox::AccountState::unauthorised ||
                              account.state == outbox::AccountState::address ||
                              account.code == Code::secret_unusable;
  notice.severity = needs_a_person ? kProblem : kWarning;
  auto values = values_of(account.code);
  values.push_back({"sis", name});
  return worded(std::move(notice), "notice.account_waits", std::move(values));
}

Notice class_notice(const ClassNotice& told, const std::string& sis_name) {
  const auto name = name_or_sis(sis_name);
  Notice notice;
  notice.kind = "class";
  notice.class_id = told.class_id.value;
  notice.item_id = kSyncGradesItem;
  notice.domain_id = told.domain_id.value;
  notice.dedupe_key = "refused." + told.class_id.value;
  if (told.code == Code::none) {
    notice.severity = kInfo;
    notice.over = true;
    return worded(std::move(notice), "notice.class_refused_over",
                  {{"sis", name}, {"class", told.class_id.value}});
  }
  notice.severity = kWarning;
  auto values = values_of(told.code);
  values.push_back({"sis", name});
  values.push_back({"class", told.class_id.value});
  return worded(std::move(notice), "notice.class_refused", std::move(values));
}

} // namespace passback::delivery
