#pragma once
// Who leaves by an import. A roster that was cut short on its way reads like one of a school that
// most have left, because whoever it does not name has ended; their grades would then wait for
// students who sit in the room. So that is asked.
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "host_stub/sqlite/database.hpp"

namespace host_stub::import {

// A class or school that too many would leave at once.
struct Leaving {
  std::string of; // "class" or "school"
  std::string sis_id;
  std::string title;
  std::size_t leaving = 0;
  std::size_t students = 0; // before
};

// The active students of each class, by the host's own ids.
using ClassLists = std::map<std::string, std::set<std::string>>;
ClassLists read_class_lists(sqlite::Database& db);

// More than half of a class that goes on, or more than a fifth of a school. `before` is what was
// read before the import; the database is as the import leaves it. Whoever has another class of the
// school has not left the school.
std::vector<Leaving> find_leaving(sqlite::Database& db, const ClassLists& before);

} // namespace host_stub::import
