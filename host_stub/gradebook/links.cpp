#include "host_stub/gradebook/links.hpp"

namespace host_stub::gradebook {
namespace {

void link_row(Gradebook& book, const std::string& table, const std::string& id,
              const std::string& sis_id) {
  auto& db = book.database();
  sqlite::Transaction transaction(db);
  db.run("UPDATE " + table + " SET sis_id = NULL WHERE sis_id = ?1 AND id <> ?2", sis_id, id);
  db.run("UPDATE " + table + " SET sis_id = ?1 WHERE id = ?2", sis_id, id);
  book.set_roster_untold(true);
  transaction.commit();
}

} // namespace

void link_person(Gradebook& book, const std::string& user_id, const std::string& sis_id) {
  link_row(book, "user", user_id, sis_id);
}

void link_class(Gradebook& book, const std::string& class_id, const std::string& sis_id) {
  link_row(book, "class", class_id, sis_id);
}

} // namespace host_stub::gradebook
