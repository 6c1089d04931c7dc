// Reads the grades of columns that a person said to use (decision/columns_in_sis.hpp), so that they
// stand beside ours before anything is written, and learns them as the results of each line item.
//
// The report is lms.columns_report/1: a check "columns", and how many were read. No grade is in it.
#pragma once

#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"

namespace passback::exchange {

class ColumnReading final : public Conversation {
 public:
  /// `columns`: line items of the class; at least one.
  ColumnReading(Partner partner, gradebook::SourcedId class_id,
                std::vector<gradebook::SourcedId> columns);
  boost::json::object report() const override;

 private:
  void read(std::size_t at);
  void keep(const gradebook::SourcedId& column, const oneroster::PageLoop& results);

  gradebook::SourcedId class_id_;
  std::vector<gradebook::SourcedId> columns_;
  std::size_t read_ = 0;
};

} // namespace passback::exchange
