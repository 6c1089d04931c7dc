#include "host_stub/host/permission.hpp"

#include <algorithm>
#include <array>

#include "lms_plugin/host.h"

namespace host_stub::host {
namespace {

constexpr std::array<std::string_view, 4> kAdministratorRoles = {
    "administrator", "districtAdministrator", "siteAdministrator", "systemAdministrator"};

} // namespace

bool Permission::administers(std::string_view user_id, std::string_view domain_id) {
  auto roles = roster_.domain_roles(user_id);
  auto path = roster_.domain_path(domain_id);
  return std::ranges::any_of(roles, [&path](const auto& role) {
    return std::ranges::find(kAdministratorRoles, role.role) != kAdministratorRoles.end() &&
           std::ranges::find(path, role.domain_id, &gradebook::Domain::id) != path.end();
  });
}

bool Permission::allows(std::string_view user, std::string_view permission,
                        std::string_view class_id, std::string_view domain_id) {
  auto person = roster_.user(user);
  bool syncs = permission == LMS_PERMISSION_SYNC_GRADES;
  if (!person || !person->active || (!syncs && permission != LMS_PERMISSION_MANAGE_SYNC)) {
    return false;
  }
  if (class_id.empty()) {
    auto domain = roster_.domain(domain_id.empty() ? gradebook::kRootDomain : domain_id);
    return domain && administers(person->id, domain->id);
  }
  auto one = roster_.class_of(class_id);
  if (!one) {
    return false;
  }
  auto roles = roster_.class_roles(person->id, one->id);
  bool teaches = std::ranges::find(roles, "teacher") != roles.end();
  return (syncs && teaches) || administers(person->id, one->domain_id);
}

} // namespace host_stub::host
