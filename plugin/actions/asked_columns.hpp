// How the activities of a class stand to the columns that its gradebook in the SIS has already
// (decision/columns_in_sis.hpp): which are asked about, and whose column is used but not read yet.
//
// [intake] On the host's thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/cell_writer.hpp"
#include "plugin/decision/class_view.hpp"

namespace passback::actions {

/// A line item that waits for a person's answer.
struct AskedColumn {
  outbox::Record line_item;
  std::string sis_name;
  std::vector<oneroster::SisLineItem> like;
};

struct ColumnsOfClass {
  std::vector<AskedColumn> asked;
  /// Of the columns in them: those that another course of the LMS made, and its line items.
  std::map<gradebook::SourcedId, outbox::Record> of_courses;
  /// Whose column is used, of which nothing was sent and whose grades there nobody has read.
  std::vector<outbox::Record> unread;
  /// Somewhere nobody could look what is there; the SIS's name.
  std::optional<std::string> hidden_by;
};

/// The course to which its one column belongs; nullptr = it is nobody's, or there are several.
const outbox::Record* course_column(const ColumnsOfClass& columns, const AskedColumn& asked);

/// Of the activities of the scope, whichever students it names.
Result<ColumnsOfClass> columns_of_class(decision::UnitOfWork& work, const Asker& asker,
                                        const CellFilter& scope);

/// The line items of that activity whose column is used, and of which nothing was sent.
Result<std::vector<outbox::Record>> used_columns(decision::UnitOfWork& work, const Asker& asker,
                                                 const gradebook::ActivityId& activity);

/// Everything that the asker's page is of.
CellFilter whole_page(const Asker& asker);

} // namespace passback::actions
