#include "host_stub/gradebook/custom_values.hpp"

namespace host_stub::gradebook {

void CustomValues::put(const CustomValue& value) {
  if (value.value.empty()) {
    db_.run("DELETE FROM custom_value WHERE class_id = ?1 AND user_id = ?2 AND field = ?3",
            value.owner.class_id, value.owner.user_id, value.field);
    return;
  }
  db_.run("INSERT INTO custom_value(class_id, user_id, field, value) VALUES (?1, ?2, ?3, ?4) "
          "ON CONFLICT (class_id, user_id, field) DO UPDATE SET value = excluded.value",
          value.owner.class_id, value.owner.user_id, value.field, value.value);
}

std::map<std::string, std::string> CustomValues::of(const ValueOwner& owner) {
  std::map<std::string, std::string> values;
  auto row = db_.query("SELECT field, value FROM custom_value WHERE class_id = ?1 AND user_id = ?2",
                       owner.class_id, owner.user_id);
  while (row.step()) {
    values[row.text(0)] = row.text(1);
  }
  return values;
}

std::vector<CustomValue> CustomValues::all() {
  std::vector<CustomValue> values;
  auto row = db_.query("SELECT class_id, user_id, field, value FROM custom_value "
                       "ORDER BY class_id, user_id, field");
  while (row.step()) {
    values.push_back({{row.text(0), row.text(1)}, row.text(2), row.text(3)});
  }
  return values;
}

} // namespace host_stub::gradebook
