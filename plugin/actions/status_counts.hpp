// How many records stand in each way, in the words that people see.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "plugin/actions/standing_words.hpp"

namespace passback::actions {

struct StateTally {
  Phrase text;
  std::map<std::string_view, std::int64_t> of_kind;
};
/// By the ids of state_words.hpp.
using StateTallies = std::map<std::string, StateTally, std::less<>>;

/// [{"state","words","results","line_items","categories","score_scales"}]
boost::json::array array_of(const StateTallies& tallies, const texts::Words& words);

/// Of the cells of a class, or of some of them: of one activity, say.
Result<boost::json::array> counts_of_cells(decision::UnitOfWork& work, CellWriters& writers,
                                           StandingWords& standing, const texts::Words& words,
                                           const CellFilter& filter);

} // namespace passback::actions
