#include "plugin/decision/class_title.hpp"

#include "plugin/gradebook/facts.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {

Result<std::string> title_of_class(outbox::Transaction& transaction,
                                   const gradebook::ClassId& class_id,
                                   const gradebook::SchoolYear& year) {
  PASSBACK_TRY_AS(const auto row, transaction.lms_class(class_id, year));
  if (!row || row->facts.empty()) {
    return std::string();
  }
  // A class whose facts cannot be read is called by its id, as one of which nothing was told.
  auto facts = gradebook::class_facts_from_json(row->facts);
  return facts ? std::move(facts->title) : std::string();
}

} // namespace passback::decision
