#include "host_stub/gradebook/roster_store.hpp"

namespace host_stub::gradebook {
namespace {

// The host's own id first, then the sourcedId.
#define HOST_STUB_BY_EITHER_ID " WHERE id = ?1 OR sis_id = ?1 ORDER BY id = ?1 DESC LIMIT 1"

Domain read_domain(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .parent_id = row.text(2),
          .title = row.text(3),
          .kind = row.text(4),
          .active = row.integer(5) != 0};
}

Session read_session(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .parent_id = row.text(2),
          .title = row.text(3),
          .kind = row.text(4),
          .start_date = row.text(5),
          .end_date = row.text(6),
          .school_year = row.text(7),
          .active = row.integer(8) != 0};
}

Class read_class(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .title = row.text(2),
          .code = row.text(3),
          .domain_id = row.text(4),
          .course_id = row.text(5),
          .school_year = row.text(6),
          .term_ids = {},
          .incarnation = row.integer(8),
          .active = row.integer(7) != 0};
}

User read_user(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .username = row.text(2),
          .given_name = row.text(3),
          .family_name = row.text(4),
          .email = row.text(5),
          .active = row.integer(6) != 0};
}

Category read_category(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .title = row.text(2),
          .weight = row.optional_real(3),
          .active = row.integer(4) != 0};
}

template <class Read> auto first(sqlite::Statement row, Read read) {
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

template <class Read> auto all(sqlite::Statement row, Read read) {
  std::vector<decltype(read(row))> found;
  while (row.step()) {
    found.push_back(read(row));
  }
  return found;
}

std::string read_first_text(const sqlite::Statement& row) {
  return row.text(0);
}

constexpr std::string_view kClassColumns = "SELECT id, sis_id, title, code, domain_id, course_id, "
                                           "school_year, active, incarnation FROM class";
constexpr std::string_view kUserColumns =
    "SELECT u.id, u.sis_id, u.username, u.given_name, u.family_name, u.email, u.active FROM user u";

} // namespace

std::optional<Domain> RosterStore::domain(std::string_view id) {
  return first(
      db_.query(
          "SELECT id, sis_id, parent_id, title, kind, active FROM domain" HOST_STUB_BY_EITHER_ID,
          id),
      read_domain);
}

std::vector<Domain> RosterStore::domain_path(std::string_view id) {
  return all(db_.query("WITH RECURSIVE up(id, depth) AS (SELECT ?1, 0 UNION ALL "
                       "  SELECT d.parent_id, up.depth + 1 FROM up JOIN domain d ON d.id = up.id "
                       "WHERE d.parent_id IS NOT NULL) "
                       "SELECT d.id, d.sis_id, d.parent_id, d.title, d.kind, d.active FROM up JOIN "
                       "domain d ON d.id = up.id "
                       "ORDER BY up.depth",
                       id),
             read_domain);
}

std::vector<Domain> RosterStore::domains() {
  return all(db_.query("WITH RECURSIVE down(id, place) AS (SELECT id, '' FROM domain WHERE "
                       "parent_id IS NULL UNION ALL "
                       "  SELECT d.id, down.place || '/' || d.title FROM down JOIN domain d ON "
                       "d.parent_id = down.id) "
                       "SELECT d.id, d.sis_id, d.parent_id, d.title, d.kind, d.active FROM down "
                       "JOIN domain d ON d.id = down.id "
                       "ORDER BY down.place, d.id"),
             read_domain);
}

std::optional<Session> RosterStore::session(std::string_view id) {
  return first(
      db_.query(
          "SELECT id, sis_id, parent_id, title, kind, start_date, end_date, school_year, active "
          "FROM session" HOST_STUB_BY_EITHER_ID,
          id),
      read_session);
}

std::vector<Session> RosterStore::sessions() {
  return all(db_.query("SELECT id, sis_id, parent_id, title, kind, start_date, end_date, "
                       "school_year, active FROM session "
                       "ORDER BY start_date, end_date DESC, id"),
             read_session);
}

std::vector<std::string> RosterStore::term_ids(std::string_view class_id) {
  return all(
      db_.query("SELECT session_id FROM class_term WHERE class_id = ? ORDER BY place", class_id),
      read_first_text);
}

std::optional<Class> RosterStore::class_of(std::string_view id) {
  auto found =
      first(db_.query(std::string(kClassColumns) + HOST_STUB_BY_EITHER_ID, id), read_class);
  if (found) {
    found->term_ids = term_ids(found->id);
  }
  return found;
}

std::vector<Class> RosterStore::classes() {
  auto found = all(db_.query(std::string(kClassColumns) + " ORDER BY title, id"), read_class);
  for (Class& one : found) {
    one.term_ids = term_ids(one.id);
  }
  return found;
}

std::optional<User> RosterStore::user(std::string_view id) {
  return first(db_.query(std::string(kUserColumns) + HOST_STUB_BY_EITHER_ID, id), read_user);
}

std::vector<User> RosterStore::students(std::string_view class_id) {
  return all(
      db_.query(
          std::string(kUserColumns) +
              " WHERE u.active AND EXISTS (SELECT 1 FROM enrolment e WHERE e.user_id = u.id AND "
              "e.class_id = ? "
              "AND e.role IN ('student', 'ext:previewStudent') AND e.active) ORDER BY "
              "u.family_name, u.given_name, u.id",
          class_id),
      read_user);
}

std::vector<Enrolment> RosterStore::enrolments(std::string_view class_id) {
  return all(db_.query("SELECT id, sis_id, class_id, user_id, role, is_primary, begin_date, "
                       "end_date, active FROM enrolment "
                       "WHERE class_id = ? ORDER BY role DESC, id",
                       class_id),
             [](const sqlite::Statement& row) {
               return Enrolment{.id = row.text(0),
                                .sis_id = row.text(1),
                                .class_id = row.text(2),
                                .user_id = row.text(3),
                                .role = row.text(4),
                                .primary = row.integer(5) != 0,
                                .begin_date = row.text(6),
                                .end_date = row.text(7),
                                .active = row.integer(8) != 0};
             });
}

std::vector<RosterStore::Role> RosterStore::domain_roles(std::string_view user_id) {
  return all(db_.query("SELECT domain_id, role FROM user_role WHERE user_id = ?", user_id),
             [](const sqlite::Statement& row) { return Role{row.text(0), row.text(1)}; });
}

std::vector<std::string> RosterStore::class_roles(std::string_view user_id,
                                                  std::string_view class_id) {
  return all(db_.query("SELECT role FROM enrolment WHERE user_id = ? AND class_id = ? AND active",
                       user_id, class_id),
             read_first_text);
}

std::optional<Category> RosterStore::category(std::string_view id) {
  return first(
      db_.query("SELECT id, sis_id, title, weight, active FROM category" HOST_STUB_BY_EITHER_ID,
                id),
      read_category);
}

std::vector<Category> RosterStore::categories() {
  return all(db_.query("SELECT id, sis_id, title, weight, active FROM category ORDER BY title, id"),
             read_category);
}

#undef HOST_STUB_BY_EITHER_ID

} // namespace host_stub::gradebook
