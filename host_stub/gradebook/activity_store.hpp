#pragma once
// Reads and writes activities. One thread at a time, as everything on the gradebook's database.
#include <optional>
#include <string_view>
#include <vector>

#include "host_stub/gradebook/gradebook.hpp"

namespace host_stub::gradebook {

// The columns of the gradebook.
class ActivityStore {
 public:
  explicit ActivityStore(Gradebook& book) : book_(book), db_(book.database()) {}

  // The host's own id wins over a sourcedId of the same text.
  std::optional<Activity> activity(std::string_view id_or_sis_id);
  // Without the deleted ones.
  std::vector<Activity> activities(std::string_view class_id);

  // From this id on, in the order of their ids, deleted ones too.
  std::vector<Activity> activities_from(std::string_view class_id, std::string_view id);

  // Inserts (an empty id gets one) or changes, and raises the revision; answers what is stored. Own
  // transaction.
  Activity save(Activity activity);

  // Activities that the plugin did not take; an empty reason clears the mark.
  std::vector<Activity> waiting_for_sweep();
  void mark_for_sweep(std::string_view activity_id, std::string_view reason);

 private:
  Gradebook& book_;
  sqlite::Database& db_;
};

} // namespace host_stub::gradebook
