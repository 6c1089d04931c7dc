#include "plugin/abi/host_permissions.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "plugin/abi/instance.hpp"

namespace passback::abi {
namespace {

constexpr std::int64_t kToldLifeMs = 30'000;
constexpr std::size_t kMostTold = 1'000;

lms_action_context context_of(const actions::Asker& asker) {
  lms_action_context who{};
  who.struct_size = sizeof who;
  who.user_id = borrow(asker.user.value);
  who.domain_id = borrow(asker.domain.value);
  who.class_id = borrow(asker.class_id.value);
  who.school_year = borrow(asker.school_year.value);
  who.activity_id = borrow(asker.activity.value);
  who.locale = borrow(asker.locale);
  return who;
}

} // namespace

Status HostPermissions::check(const char* permission, const actions::Asker& asker) {
  std::string subject = permission;
  for (const std::string* part : {&asker.user.value, &asker.domain.value, &asker.class_id.value})
    subject += "\n" + *part;
  std::optional<bool> granted = known(subject);
  if (!granted) {
    const Answer answer = instance_.host().permission_check(context_of(asker), permission, subject);
    if (const auto* text = std::get_if<std::string>(&answer))
      granted = *text == "yes";
    else if (const auto* error = std::get_if<Error>(&answer))
      return error->code == Code::host_missing ? Status(Code::denied) : Status(*error);
    else
      return Error{Code::busy, "The LMS says later whether this is permitted; call again then."};
  }
  return *granted ? ok_status() : Status(Code::denied);
}

Result<actions::Capacity> HostPermissions::may_use(const char* own_permission, actions::Need need,
                                                   const actions::Asker& asker) {
  using actions::Capacity;
  std::vector<std::pair<const char*, Capacity>> rights = {{own_permission, Capacity::own}};
  if (instance_.host().knows_1_1()) {
    if (own_permission == std::string_view(LMS_PERMISSION_SYNC_GRADES))
      rights.push_back({LMS_PERMISSION_ACT_FOR_TEACHER, Capacity::for_teacher});
    if (need == actions::Need::see)
      rights.push_back({LMS_PERMISSION_VIEW_SYNC, Capacity::viewer});
  }
  for (const auto& [permission, capacity] : rights) {
    const Status granted = check(permission, asker);
    if (granted.ok())
      return capacity;
    if (granted.error().code != Code::denied)
      return granted.error();
  }
  return Error{Code::denied, {}};
}

Status HostPermissions::may_operate(const actions::Asker& asker) {
  return check(instance_.host().knows_1_1() ? LMS_PERMISSION_OPERATE_SYNC
                                            : LMS_PERMISSION_MANAGE_SYNC,
               asker);
}

Result<actions::Capacity> HostPermissions::may_send(const actions::Asker& asker) {
  return may_use(LMS_PERMISSION_SYNC_GRADES, actions::Need::act, asker);
}

void HostPermissions::remember(const std::string& subject, bool granted) {
  const std::lock_guard lock(mutex_);
  if (told_.size() >= kMostTold)
    told_.clear();
  told_[subject] = {granted, instance_.clock().unix_ms()};
}

std::optional<bool> HostPermissions::known(const std::string& subject) const {
  const std::lock_guard lock(mutex_);
  const auto found = told_.find(subject);
  if (found == told_.end() || instance_.clock().unix_ms() - found->second.at_unix_ms > kToldLifeMs)
    return std::nullopt;
  return found->second.granted;
}

} // namespace passback::abi
