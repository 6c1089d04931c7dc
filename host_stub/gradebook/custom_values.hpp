#pragma once
// Fields of the LMS's own, beside what the roster brought: of users, classes and enrolments. Ids of
// the SIS may stand in them, under names that every LMS has (external_id, identifier, email) or
// that this one was given (custom.sis_number).
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// Of whom or what: a user, a class, or with both an enrolment.
struct ValueOwner {
  std::string class_id;
  std::string user_id;

  std::string kind() const {
    return class_id.empty() ? "users" : user_id.empty() ? "classes" : "enrolments";
  }
};

struct CustomValue {
  ValueOwner owner;
  std::string field;
  std::string value;
};

class CustomValues {
 public:
  explicit CustomValues(Gradebook& book) : db_(book.database()) {}

  // An empty value takes the field away.
  void put(const CustomValue& value);
  // Of one, by field.
  std::map<std::string, std::string> of(const ValueOwner& owner);
  // Everything that was entered.
  std::vector<CustomValue> all();

 private:
  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
