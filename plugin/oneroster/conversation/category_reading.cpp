#include "plugin/oneroster/conversation/category_reading.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "plugin/oneroster/conversation/explain.hpp"
#include "plugin/oneroster/final_slots.hpp"
#include "plugin/oneroster/routes.hpp"
#include "plugin/oneroster/sis_objects.hpp"

namespace passback::oneroster {

namespace json = boost::json;

CategoryReading::CategoryReading(Partner partner, std::string class_id)
    : Conversation(std::move(partner)), class_id_(std::move(class_id)) {
  const auto route = profile().reads.categories;
  if (route == CategoryRoute::none) {
    checks_.warn("categories", "This SIS does not list its categories.",
                 "Type the ids of categories in Sync grades settings.");
    return;
  }
  say_hello();
  read(list_at(route), route == CategoryRoute::of_class);
}

PageLoop CategoryReading::list_at(CategoryRoute route) const {
  const auto url = class_categories_url(partner().endpoint, route, gradebook::SourcedId(class_id_));
  return PageLoop(url.value_or(""), "categories", profile().reads.page_limit);
}

void CategoryReading::read(PageLoop list, bool may_try_all) {
  say_list("categories", std::move(list),
           [this, may_try_all](bool read_all, const PageLoop& found, const Heard& last) {
             if (read_all) {
               finish(found);
             } else if (may_try_all && found.pages() == 0 && not_offered(last)) {
               read(list_at(CategoryRoute::all), false);
             } else {
               checks_.add(explain_refusal("categories", "The categories cannot be read.",
                                           profile(), Operation::get, last));
             }
           });
}

void CategoryReading::finish(const PageLoop& list) {
  json::array kept;
  for (const auto& entry : list.items()) {
    const auto category = category_of(entry);
    kept.push_back(json::object{{"id", category.id.value}, {"title", category.title}});
    titles_[category.id] = category.title;
  }
  found_ = kept.size();
  learn("categories", class_id_, json::serialize(kept));
  if (found_ == 0) {
    checks_.warn("categories", "The SIS has no category for this class.",
                 "Make a category for this class in the SIS, then look again.");
  } else {
    checks_.ok("categories", std::to_string(found_) +
                                 (found_ == 1 ? " category was" : " categories were") +
                                 " found in the SIS.");
  }
  if (profile().final_grades == FinalGrades::sis_slot) {
    read_slots();
  }
}

void CategoryReading::read_slots() {
  PageLoop line_items(class_line_items_url(partner().endpoint, profile().reads.line_items,
                                           gradebook::SourcedId(class_id_)),
                      "lineItems", profile().reads.page_limit);
  say_list("slots", std::move(line_items),
           [this](bool read_all, const PageLoop& found, const Heard& last) {
             if (read_all) {
               finish_slots(found);
               return;
             }
             auto check = explain_refusal("slots", "The places for final grades cannot be read.",
                                          profile(), Operation::get, last);
             check.outcome = CheckOutcome::warning;
             checks_.add(std::move(check));
           });
}

void CategoryReading::finish_slots(const PageLoop& line_items) {
  std::vector<SlotInSis> slots;
  for (const auto& entry : line_items.items()) {
    const auto item = line_item_of(entry);
    const auto category = titles_.find(item.category_id);
    if (is_final_slot(profile().final_slot, item.title,
                      category == titles_.end() ? std::string() : category->second,
                      item.metadata)) {
      slots.push_back({item.id, item.title, item.grading_period_id});
    }
  }
  learn("slots", class_id_, to_json(slots));
  checks_.ok("slots", "The SIS offers " + std::to_string(slots.size()) +
                          (slots.size() == 1 ? " place" : " places") +
                          " for final grades in this class.");
}

json::object CategoryReading::report() const {
  return {{"schema", "lms.categories_report/1"},
          {"outcome", name_of(checks_.worst())},
          {"class", class_id_},
          {"found", found_},
          {"checks", checks_.to_json()}};
}

} // namespace passback::oneroster
