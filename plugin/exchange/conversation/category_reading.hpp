// Reads what a teacher chooses among in a class, and learns it as the class's SisDocument: its
// categories in the SIS; the columns that it has there, so that nothing is made a second time
// (decision/columns_in_sis.hpp); where the SIS offers places for final grades, those too, as slots
// (final_slots.hpp); and its grading periods, if they are asked for. A class of the LMS may be
// several at the SIS: each is read and kept by itself.
//
// The report is lms.categories_report/1: a check "categories" for each class, and how many were
// found.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plugin/exchange/conversation/conversation.hpp"
#include "plugin/exchange/conversation/period_reading.hpp"

namespace passback::exchange {

class CategoryReading final : public Conversation {
 public:
  /// `class_ids`: at least one.
  CategoryReading(Partner partner, std::vector<gradebook::SourcedId> class_ids,
                  bool with_periods = false);
  boost::json::object report() const override;

 private:
  struct Read {
    gradebook::SourcedId class_id;
    std::size_t found = 0;
    std::map<gradebook::SourcedId, std::string> titles; ///< of the categories
  };
  void read(std::size_t at, oneroster::CategoryRoute route);
  void refused(const Read& of, Check check);
  /// The text `key`.one or `key`.several.
  Phrase counted(const std::string& key, std::size_t count, const Read& of) const;
  void keep(Read& of, const oneroster::PageLoop& list);
  void read_line_items(std::size_t at);
  void keep_columns(const Read& of, const oneroster::PageLoop& line_items);
  void keep_slots(const Read& of, const oneroster::PageLoop& line_items);
  /// They are found through the class, which names its terms.
  void read_periods_of(std::size_t at);
  void keep_periods(const Read& of, const PeriodsOfClass& found);
  /// "(class c1)" where there are several.
  Phrase name_of(const Read& one) const;

  std::vector<Read> reads_;
};

} // namespace passback::exchange
