#pragma once
// Who is where: domains, sessions, classes, people and their enrolments. Read only; the import
// alone writes them.
#include <optional>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// Reads what the roster import wrote. Where a function takes an `id_or_sis_id`, the host's own id
// wins over a sourcedId of the same text.
class RosterStore {
 public:
  explicit RosterStore(Gradebook& book) : db_(book.database()) {}

  std::optional<Domain> domain(std::string_view id_or_sis_id);
  // From the domain itself up to the root.
  std::vector<Domain> domain_path(std::string_view id);
  // Depth first, parents before their children.
  std::vector<Domain> domains();

  std::optional<Session> session(std::string_view id_or_sis_id);
  std::vector<Session> sessions();

  std::optional<Class> class_of(std::string_view id_or_sis_id);
  std::vector<Class> classes();

  std::optional<User> user(std::string_view id_or_sis_id);
  // The active students of a class, preview students among them, by family name.
  std::vector<User> students(std::string_view class_id);
  std::vector<Enrolment> enrolments(std::string_view class_id);

  struct Role {
    std::string domain_id;
    std::string role;
  };
  // What a user is in domains, and in one class (empty: not enrolled there).
  std::vector<Role> domain_roles(std::string_view user_id);
  std::vector<std::string> class_roles(std::string_view user_id, std::string_view class_id);

  std::optional<Category> category(std::string_view id_or_sis_id);
  std::vector<Category> categories();

 private:
  std::vector<std::string> term_ids(std::string_view class_id);

  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
