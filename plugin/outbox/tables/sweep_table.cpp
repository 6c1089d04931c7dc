#include "plugin/outbox/tables/sweep_table.hpp"

#include "plugin/outbox/tables/query.hpp"

namespace passback::outbox {

namespace {

constexpr std::string_view kSelect =
    "SELECT kind, id, school_year, domain_id, first, wish_seq, after, scores, looked_at, page_seq, "
    "not_before_unix_ms, failures FROM sweep ";
// A wall clock that was set back must not keep a row waiting for longer than any pause is.
constexpr std::int64_t kLongestPauseMs = 3'600'000;

std::string select_sweep(std::string_view rest) {
  return std::string(kSelect) + std::string(rest);
}

SweepRow read_sweep(Statement& row) {
  SweepRow out;
  out.of = row.integer_as<SweepOf>();
  out.id = row.text();
  out.school_year.value = row.text();
  out.domain_id.value = row.text();
  out.first = row.integer() != 0;
  out.wish_seq = row.integer();
  out.after = row.text();
  out.scores = row.integer();
  out.looked_at = row.integer();
  out.page_seq = row.integer();
  out.not_before_unix_ms = row.integer();
  out.failures = row.integer_as<std::int32_t>();
  return out;
}

} // namespace

Result<std::optional<SweepRow>> SweepTable::sweep(SweepOf of, std::string_view id,
                                                  const gradebook::SchoolYear& year) {
  return first_row<SweepRow>(
      database_.prepare(select_sweep("WHERE kind = ?1 AND id = ?2 AND school_year = ?3"),
                        static_cast<std::int64_t>(of), id, year.value),
      read_sweep);
}

Status SweepTable::put_sweep(const SweepRow& row) {
  return database_.run("INSERT OR REPLACE INTO sweep VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                       "?10, ?11, ?12)",
                       static_cast<std::int64_t>(row.of), row.id, row.school_year.value,
                       row.domain_id.value, row.first ? 1 : 0, row.wish_seq, row.after, row.scores,
                       row.looked_at, row.page_seq, row.not_before_unix_ms, row.failures);
}

Status SweepTable::forget_sweep(const SweepRow& row) {
  return database_.run("DELETE FROM sweep WHERE kind = ?1 AND id = ?2 AND school_year = ?3",
                       static_cast<std::int64_t>(row.of), row.id, row.school_year.value);
}

Result<std::optional<SweepRow>> SweepTable::next_sweep(std::int64_t now_unix_ms) {
  return first_row<SweepRow>(
      database_.prepare(select_sweep("INDEXED BY sweep_next WHERE not_before_unix_ms <= ?1 OR "
                                     "not_before_unix_ms > ?2 ORDER BY first DESC, kind, wish_seq "
                                     "LIMIT 1"),
                        now_unix_ms, now_unix_ms + kLongestPauseMs),
      read_sweep);
}

Result<std::vector<SweepRow>> SweepTable::sweeps_of(SweepOf of, std::string_view id) {
  return all_rows<SweepRow>(database_.prepare(select_sweep("WHERE kind = ?1 AND id = ?2"),
                                              static_cast<std::int64_t>(of), id),
                            read_sweep);
}

Result<SweepTotals> SweepTable::sweep_totals() {
  const auto totals = first_row<SweepTotals>(
      database_.prepare(
          "SELECT coalesce(sum(kind = 1), 0), coalesce(sum(kind = 2), 0), "
          "coalesce(sum(CASE WHEN scores > looked_at THEN scores - looked_at ELSE 0 END), 0), "
          "coalesce(max(wish_seq), 0) FROM sweep"),
      [](Statement& row) {
        SweepTotals out;
        out.domains = row.integer();
        out.classes = row.integer();
        out.scores = row.integer();
        out.wish_seq = row.integer();
        return out;
      });
  if (!totals) {
    return totals.error();
  }
  return totals->value_or(SweepTotals{});
}

} // namespace passback::outbox
