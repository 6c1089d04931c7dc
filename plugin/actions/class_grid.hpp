// A class as a gradebook draws it: an entry for each column, and where each cell stands as one byte
// (docs/documents.md, "The grid of a class").
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/cell_writer.hpp"
#include "plugin/actions/standing_words.hpp"

namespace passback::actions {

struct GridParts {
  bool columns = false, cells = false; ///< cells come with columns
};

/// Adds `columns`, `legend` and `grid` of the class to the document.
Status add_grid(decision::UnitOfWork& work, CellWriters& writers, StandingWords& standing,
                const texts::Words& words, const CellFilter& whole_class, const GridParts& parts,
                boost::json::object& document);

} // namespace passback::actions
