#pragma once
// The service permission_check. Pure but for the roster it reads.
#include <string_view>

#include "host_stub/gradebook/roster_store.hpp"

namespace host_stub::host {

// Who may do what. The teachers of a class may sync its grades. Administrators of a domain may
// manage the sync of it and of all below, act for the teachers there, and see; principals and
// counsellors there may see. Administrators of the whole site may operate it. Students, assistants
// and everybody else may nothing. Whoever is unknown or not active may nothing, and what is not
// known is not allowed.
class Permission {
 public:
  explicit Permission(gradebook::RosterStore& roster) : roster_(roster) {}

  // `permission` is one of LMS_PERMISSION_. An empty class: the question is about the domain.
  bool allows(std::string_view user, std::string_view permission, std::string_view class_id,
              std::string_view domain_id);

 private:
  bool teaches(std::string_view user_id, std::string_view class_id);
  // By a role that the user has in the domain or in one above it.
  bool granted(std::string_view user_id, std::string_view permission, std::string_view domain_id);

  gradebook::RosterStore& roster_;
};

} // namespace host_stub::host
