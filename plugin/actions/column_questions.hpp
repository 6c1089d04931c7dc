// What a person is told and asked about columns that the SIS's gradebook has already: one question
// for each activity that seems to be there (decision/columns_in_sis.hpp); column_answers.hpp takes
// what she says.
//
// [intake] On the host's thread.
#pragma once

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/decision/class_view.hpp"

namespace passback::actions {

/// Adds the open questions of the scope to `questions` of the document; `columns_unread`, where
/// the grades of a column that is to be used are not known yet; and `columns_not_read`, where the
/// SIS does not list its columns to us.
Status add_column_questions(decision::UnitOfWork& work, const Asker& asker, const CellFilter& scope,
                            const texts::Words& words, boost::json::object& document);

} // namespace passback::actions
