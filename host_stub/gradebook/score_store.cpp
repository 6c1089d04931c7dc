#include "host_stub/gradebook/score_store.hpp"

#include <array>

#include "host_stub/gradebook/objective_text.hpp"

namespace host_stub::gradebook {
namespace {

// The order is the on-disk format.
constexpr std::array kFlagBits = {
    &ScoreFlags::released,    &ScoreFlags::draft,      &ScoreFlags::overridden,
    &ScoreFlags::dropped,     &ScoreFlags::exempt,     &ScoreFlags::missing,
    &ScoreFlags::late,        &ScoreFlags::incomplete, &ScoreFlags::submitted,
    &ScoreFlags::in_progress, &ScoreFlags::withdrawn};

constexpr std::string_view kScoreColumns =
    "SELECT s.activity_id, s.student_id, s.points, s.flags, s.comment, s.text_score, "
    "s.scored_unix_ms, s.host_rev, s.sweep_reason, s.objectives, s.gone_because, s.imported FROM "
    "score s";

std::vector<Score> read_scores(sqlite::Statement row) {
  std::vector<Score> found;
  while (row.step()) {
    found.push_back(
        {.activity_id = row.text(0),
         .student_id = row.text(1),
         .points = row.optional_real(2),
         .flags = from_bits(row.integer(3)),
         .comment = row.text(4),
         .text_score = row.text(5),
         .objectives = parse_objectives(row.text(9)).value_or(std::vector<ObjectiveScore>()),
         .scored_unix_ms = row.integer(6),
         .host_rev = row.integer(7),
         .sweep_reason = row.text(8),
         .gone_because = row.text(10),
         .imported = row.integer(11) != 0});
  }
  return found;
}

} // namespace

std::int64_t to_bits(const ScoreFlags& flags) {
  std::int64_t bits = 0;
  for (std::size_t i = 0; i < kFlagBits.size(); ++i) {
    bits |= std::int64_t{flags.*kFlagBits[i] ? 1 : 0} << i;
  }
  return bits;
}

ScoreFlags from_bits(std::int64_t bits) {
  ScoreFlags flags;
  for (std::size_t i = 0; i < kFlagBits.size(); ++i) {
    flags.*kFlagBits[i] = ((bits >> i) & 1) != 0;
  }
  return flags;
}

std::optional<Score> ScoreStore::score(std::string_view activity_id, std::string_view student_id) {
  auto found = read_scores(
      db_.query(std::string(kScoreColumns) + " WHERE s.activity_id = ? AND s.student_id = ?",
                activity_id, student_id));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Score> ScoreStore::scores_of_class(std::string_view class_id) {
  return read_scores(db_.query(std::string(kScoreColumns) +
                                   " JOIN activity a ON a.id = s.activity_id WHERE a.class_id = ? "
                                   "ORDER BY s.activity_id, s.student_id",
                               class_id));
}

std::vector<Score> ScoreStore::scores_after(std::string_view activity_id,
                                            std::string_view student_id, std::size_t limit) {
  return read_scores(db_.query(std::string(kScoreColumns) +
                                   " WHERE s.activity_id = ? AND s.student_id > ? "
                                   "ORDER BY s.student_id LIMIT ?",
                               activity_id, student_id, static_cast<std::int64_t>(limit)));
}

std::int64_t ScoreStore::count_of_class(std::string_view class_id) {
  auto row = db_.query("SELECT count(*) FROM score s JOIN activity a ON a.id = s.activity_id "
                       "WHERE a.class_id = ? AND NOT a.deleted",
                       class_id);
  row.step();
  return row.integer(0);
}

std::vector<Score> ScoreStore::waiting_for_sweep() {
  return read_scores(db_.query(std::string(kScoreColumns) +
                               " WHERE s.sweep_reason <> '' ORDER BY s.activity_id, s.student_id"));
}

std::vector<Score> ScoreStore::save(std::vector<Score> scores) {
  sqlite::Transaction change(db_);
  for (Score& score : scores) {
    auto stored = this->score(score.activity_id, score.student_id);
    auto stored_rev = stored ? stored->host_rev : 0;
    if (score.host_rev == 0) {
      score.host_rev = stored_rev + 1;
    }
    if (score.host_rev < stored_rev) {
      continue;
    }
    db_.run("INSERT INTO score(activity_id, student_id, points, flags, comment, text_score, "
            "scored_unix_ms, host_rev, objectives, gone_because, imported, "
            "sweep_reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,'') ON CONFLICT DO UPDATE SET points = "
            "excluded.points, "
            "flags = excluded.flags, comment = excluded.comment, text_score = excluded.text_score, "
            "scored_unix_ms = excluded.scored_unix_ms, host_rev = excluded.host_rev, "
            "objectives = excluded.objectives, gone_because = excluded.gone_because, "
            "imported = excluded.imported",
            score.activity_id, score.student_id, score.points, to_bits(score.flags), score.comment,
            score.text_score, score.scored_unix_ms, score.host_rev, to_text(score.objectives),
            score.gone_because, score.imported);
  }
  change.commit();
  return scores;
}

void ScoreStore::mark_for_sweep(std::string_view activity_id, std::string_view student_id,
                                std::string_view reason) {
  db_.run("UPDATE score SET sweep_reason = ?3 WHERE activity_id = ?1 AND student_id = ?2 AND "
          "sweep_reason <> ?3",
          activity_id, student_id, reason);
}

} // namespace host_stub::gradebook
