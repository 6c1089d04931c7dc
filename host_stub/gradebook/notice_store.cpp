#include "host_stub/gradebook/notice_store.hpp"

namespace host_stub::gradebook {

void NoticeStore::put(const Notice& notice) {
  sqlite::Transaction change(db_);
  const bool replaces =
      !notice.key.empty() && db_.run("DELETE FROM notice WHERE key = ?", notice.key) > 0;
  // What only says that an earlier one is over is nothing that people still have to see to. A
  // plugin of 1.0 says it by the severity alone.
  const bool over = notice.over || (replaces && notice.kind.empty() && notice.severity == "info");
  if (!over) {
    db_.run("INSERT INTO notice(at_unix_ms, key, severity, domain_id, title, body, audience, kind, "
            "class_id, user_id, addresses, item_id, text_key, text_values) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            notice.at_unix_ms, notice.key, notice.severity, notice.domain_id, notice.title,
            notice.body, notice.audience, notice.kind, notice.class_id, notice.user_id,
            notice.addresses, notice.item_id, notice.text_key, notice.text_values);
  }
  change.commit();
}

std::vector<Notice> NoticeStore::notices() {
  auto row = db_.query("SELECT at_unix_ms, key, severity, domain_id, title, body, audience, kind, "
                       "class_id, user_id, "
                       "addresses, item_id, text_key, text_values FROM notice ORDER BY id DESC");
  std::vector<Notice> found;
  while (row.step()) {
    found.push_back({.at_unix_ms = row.integer(0),
                     .key = row.text(1),
                     .severity = row.text(2),
                     .domain_id = row.text(3),
                     .title = row.text(4),
                     .body = row.text(5),
                     .audience = row.text(6),
                     .over = false,
                     .kind = row.text(7),
                     .class_id = row.text(8),
                     .user_id = row.text(9),
                     .addresses = row.text(10),
                     .item_id = row.text(11),
                     .text_key = row.text(12),
                     .text_values = row.text(13)});
  }
  return found;
}

void MenuRegister::note(const std::string& id, const std::string& place, const std::string& title,
                        std::int64_t now_unix_ms) {
  auto same = db_.query("SELECT 1 FROM menu_item WHERE id = ? AND place = ? AND title = ?", id,
                        place, title);
  if (same.step()) {
    return;
  }
  db_.run("INSERT OR REPLACE INTO menu_item(id, place, title, registered_unix_ms) VALUES (?,?,?,?)",
          id, place, title, now_unix_ms);
}

std::vector<MenuRegister::Item> MenuRegister::items() {
  auto row = db_.query("SELECT id, place, title FROM menu_item ORDER BY id");
  std::vector<Item> found;
  while (row.step()) {
    found.push_back({row.text(0), row.text(1), row.text(2)});
  }
  return found;
}

} // namespace host_stub::gradebook
