#pragma once
// What the plugin left for people to see: its notices, and its entries in the menus.
#include <string>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

struct Notice {
  std::int64_t at_unix_ms = 0;
  std::string key; // the same key replaces an earlier notice
  std::string severity;
  std::string domain_id;
  std::string title;
  std::string body;
  std::string audience = "administrators"; // or teachers, user, addresses
  bool over = false;                       // what the notice of this key told is over
  std::string kind = {};
  std::string class_id = {};
  std::string user_id = {};
  std::string addresses = {}; // a JSON array
  std::string item_id = {};
  std::string text_key = {};
  std::string text_values = {}; // a JSON object
};

// What the plugin wants people to know; `status` shows it.
class NoticeStore {
 public:
  explicit NoticeStore(Gradebook& book) : db_(book.database()) {}

  void put(const Notice& notice);
  std::vector<Notice> notices(); // newest first

 private:
  sqlite::Database& db_;
};

// Which items the plugin put into the menus, kept over processes as a host's cache would.
class MenuRegister {
 public:
  explicit MenuRegister(Gradebook& book) : db_(book.database()) {}

  struct Item {
    std::string id;
    std::string place;
    std::string title;
  };
  // Costs a write only when something changed.
  void note(const std::string& id, const std::string& place, const std::string& title,
            std::int64_t now_unix_ms);
  std::vector<Item> items();

 private:
  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
