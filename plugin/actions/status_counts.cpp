#include "plugin/actions/status_counts.hpp"

#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Record;

void add_to(StateTallies& tallies, const StateWords& said, outbox::Kind kind, std::int64_t count) {
  auto& tally = tallies[std::string(said.id)];
  tally.text = said.text;
  tally.of_kind[kind_id(kind)] += count;
}

} // namespace

json::array array_of(const StateTallies& tallies, const texts::Words& words) {
  json::array list;
  for (const auto& [id, tally] : tallies) {
    json::object line{{"state", id}, {"words", words.say(tally.text)}};
    for (const auto& [kind, number] : tally.of_kind) {
      line[kind == "category" ? "categories" : std::string(kind) + "s"] = number;
    }
    list.push_back(std::move(line));
  }
  return list;
}

Result<json::array> counts_of_cells(decision::UnitOfWork& work, CellWriters& writers,
                                    StandingWords& standing, const texts::Words& words,
                                    const CellFilter& filter) {
  StateTallies tallies;
  if (!filter.activities && !filter.students && !filter.kind) {
    PASSBACK_TRY(each_alike(
        work, writers, standing, filter,
        [&](const Record& record, const StateWords& said) -> Status {
          add_to(tallies, said, record.key.kind, 1);
          return ok_status();
        },
        [&](const Record& /*line_item*/, const StateWords& said, std::int64_t count) -> Status {
          add_to(tallies, said, outbox::Kind::result, count);
          return ok_status();
        }));
    return array_of(tallies, words);
  }
  PASSBACK_TRY(each_record(work, filter, [&](Record& record) -> Status {
    PASSBACK_TRY_AS(const auto* writer, writers.of(record));
    add_to(tallies, writer->words_of(record), record.key.kind, 1);
    return ok_status();
  }));
  return array_of(tallies, words);
}

} // namespace passback::actions
