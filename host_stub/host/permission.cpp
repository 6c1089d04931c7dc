#include "host_stub/host/permission.hpp"

#include <algorithm>
#include <array>

#include "lms_plugin/host.h"

namespace host_stub::host {
namespace {

// What a role in a domain brings there and in all below it.
struct Grant {
  std::string_view role;
  std::string_view permission;
};

constexpr auto grants() {
  constexpr std::array kAdministrators = {
      std::string_view("administrator"), std::string_view("districtAdministrator"),
      std::string_view("siteAdministrator"), std::string_view("systemAdministrator")};
  constexpr std::array kTheirs = {std::string_view(LMS_PERMISSION_MANAGE_SYNC),
                                  std::string_view(LMS_PERMISSION_ACT_FOR_TEACHER),
                                  std::string_view(LMS_PERMISSION_VIEW_SYNC),
                                  std::string_view(LMS_PERMISSION_OPERATE_SYNC)};
  std::array<Grant, kAdministrators.size() * kTheirs.size() + 2> table{};
  std::size_t at = 0;
  for (const auto role : kAdministrators) {
    for (const auto permission : kTheirs) {
      table[at++] = {role, permission};
    }
  }
  table[at++] = {"principal", LMS_PERMISSION_VIEW_SYNC};
  table[at++] = {"counselor", LMS_PERMISSION_VIEW_SYNC};
  return table;
}

} // namespace

bool Permission::teaches(std::string_view user_id, std::string_view class_id) {
  auto roles = roster_.class_roles(user_id, class_id);
  return std::ranges::find(roles, "teacher") != roles.end();
}

bool Permission::granted(std::string_view user_id, std::string_view permission,
                         std::string_view domain_id) {
  static constexpr auto kGrants = grants();
  auto path = roster_.domain_path(domain_id);
  return std::ranges::any_of(roster_.domain_roles(user_id), [&](const auto& role) {
    return std::ranges::find(path, role.domain_id, &gradebook::Domain::id) != path.end() &&
           std::ranges::any_of(kGrants, [&](const Grant& grant) {
             return grant.role == role.role && grant.permission == permission;
           });
  });
}

bool Permission::allows(std::string_view user, std::string_view permission,
                        std::string_view class_id, std::string_view domain_id) {
  auto person = roster_.user(user);
  if (!person || !person->active) {
    return false;
  }
  if (permission == LMS_PERMISSION_OPERATE_SYNC) {
    // The whole site is nobody's who has a part of it.
    return granted(person->id, permission, gradebook::kRootDomain);
  }
  if (class_id.empty()) {
    auto domain = roster_.domain(domain_id.empty() ? gradebook::kRootDomain : domain_id);
    return domain && granted(person->id, permission, domain->id);
  }
  auto one = roster_.class_of(class_id);
  if (!one) {
    return false;
  }
  if (teaches(person->id, one->id) &&
      (permission == LMS_PERMISSION_SYNC_GRADES || permission == LMS_PERMISSION_VIEW_SYNC)) {
    return true;
  }
  return granted(person->id, permission, one->domain_id);
}

} // namespace host_stub::host
