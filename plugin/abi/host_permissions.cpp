#include "plugin/abi/host_permissions.hpp"

#include "plugin/abi/instance.hpp"

namespace passback::abi {
namespace {

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
  std::optional<bool> granted = instance_.known_permission(subject);
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

Status HostPermissions::may_manage(const actions::Asker& asker) {
  return check(LMS_PERMISSION_MANAGE_SYNC, asker);
}

} // namespace passback::abi
