// Reads what a teacher chooses among in a class: its categories in the SIS, learned as the
// SisDocument "categories" of the class, [{"id","title"}, ...]; and where the SIS offers places for
// final grades, those too, learned as "slots" (final_slots.hpp).
//
// The report is lms.categories_report/1: the check "categories" and how many were found.
#pragma once

#include <map>
#include <string>

#include "plugin/oneroster/conversation/conversation.hpp"
#include "plugin/oneroster/paging.hpp"

namespace passback::oneroster {

class CategoryReading final : public Conversation {
 public:
  CategoryReading(Partner partner, std::string class_id);
  boost::json::object report() const override;

 private:
  PageLoop list_at(CategoryRoute route) const;
  void read(PageLoop list, bool may_try_all);
  void finish(const PageLoop& list);
  void read_slots();
  void finish_slots(const PageLoop& line_items);

  std::string class_id_;
  std::size_t found_ = 0;
  std::map<gradebook::SourcedId, std::string> titles_; ///< of the categories
};

} // namespace passback::oneroster
