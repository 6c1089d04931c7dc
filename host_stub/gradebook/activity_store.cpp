#include "host_stub/gradebook/activity_store.hpp"

namespace host_stub::gradebook {
namespace {

constexpr std::string_view kActivityColumns =
    "SELECT id, sis_id, class_id, title, description, category_id, period_id, assign_date, "
    "due_date, points_possible, kind, "
    "published, counts, extra_credit, deleted, revision, gone_because FROM activity";

Activity read(const sqlite::Statement& row) {
  return {.id = row.text(0),
          .sis_id = row.text(1),
          .class_id = row.text(2),
          .title = row.text(3),
          .description = row.text(4),
          .category_id = row.text(5),
          .period_id = row.text(6),
          .assign_date = row.text(7),
          .due_date = row.text(8),
          .points_possible = row.real(9),
          .kind = row.text(10),
          .published = row.integer(11) != 0,
          .counts = row.integer(12) != 0,
          .extra_credit = row.integer(13) != 0,
          .deleted = row.integer(14) != 0,
          .gone_because = row.text(16),
          .revision = row.integer(15)};
}

std::vector<Activity> read_activities(sqlite::Statement row) {
  std::vector<Activity> found;
  while (row.step()) {
    found.push_back(read(row));
  }
  return found;
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

std::optional<Activity> ActivityStore::activity(std::string_view id) {
  auto row = db_.query(std::string(kActivityColumns) +
                           " WHERE id = ?1 OR sis_id = ?1 ORDER BY id = ?1 DESC LIMIT 1",
                       id);
  return row.step() ? std::optional(read(row)) : std::nullopt;
}

std::vector<Activity> ActivityStore::activities(std::string_view class_id) {
  return read_activities(db_.query(std::string(kActivityColumns) +
                                       " WHERE class_id = ? AND NOT deleted ORDER BY due_date, id",
                                   class_id));
}

std::vector<Activity> ActivityStore::activities_from(std::string_view class_id,
                                                     std::string_view id) {
  return read_activities(db_.query(
      std::string(kActivityColumns) + " WHERE class_id = ? AND id >= ? ORDER BY id", class_id, id));
}

std::vector<Activity> ActivityStore::waiting_for_sweep() {
  return read_activities(
      db_.query(std::string(kActivityColumns) + " WHERE sweep_reason <> '' ORDER BY id"));
}

void ActivityStore::mark_for_sweep(std::string_view activity_id, std::string_view reason) {
  db_.run("UPDATE activity SET sweep_reason = ?2 WHERE id = ?1 AND sweep_reason <> ?2", activity_id,
          reason);
}

Activity ActivityStore::save(Activity activity) {
  sqlite::Transaction change(db_);
  if (activity.id.empty()) {
    activity.id = book_.new_id("activity");
  }
  db_.run(
      "INSERT INTO activity(id, sis_id, class_id, title, description, category_id, period_id, "
      "assign_date, due_date, "
      "points_possible, kind, published, counts, extra_credit, deleted, gone_because, revision) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1) ON CONFLICT(id) DO UPDATE SET class_id = "
      "excluded.class_id, "
      "title = excluded.title, description = excluded.description, category_id = "
      "excluded.category_id, "
      "period_id = excluded.period_id, assign_date = excluded.assign_date, due_date = "
      "excluded.due_date, "
      "points_possible = excluded.points_possible, kind = excluded.kind, published = "
      "excluded.published, "
      "counts = excluded.counts, extra_credit = excluded.extra_credit, deleted = excluded.deleted, "
      "gone_because = excluded.gone_because, revision = activity.revision + 1",
      activity.id, or_null(activity.sis_id), activity.class_id, activity.title,
      activity.description, or_null(activity.category_id), or_null(activity.period_id),
      activity.assign_date, activity.due_date, activity.points_possible, activity.kind,
      activity.published, activity.counts, activity.extra_credit, activity.deleted,
      activity.gone_because);
  auto stored = this->activity(activity.id);
  change.commit();
  return *stored;
}

} // namespace host_stub::gradebook
