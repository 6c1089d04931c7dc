#include "plugin/exchange/conversation/category_reading.hpp"

#include <utility>

#include <boost/json/array.hpp>

#include "plugin/exchange/conversation/response_checks.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/oneroster/documents/final_slots.hpp"
#include "plugin/oneroster/reads/kept_texts.hpp"
#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;

CategoryReading::CategoryReading(Partner partner, std::vector<gradebook::SourcedId> class_ids,
                                 bool with_periods)
    : Conversation(std::move(partner)) {
  for (auto& id : class_ids) {
    reads_.push_back({std::move(id), 0, {}});
  }
  const auto route = profile().reads.categories;
  if (route == oneroster::CategoryRoute::none) {
    checks_.warn("categories", say("check.categories.not_listed"), say("check.step.type_ids"));
  }
  if (route != oneroster::CategoryRoute::none || with_periods) {
    sign_in();
  }
  if (route != oneroster::CategoryRoute::none) {
    read(0, route);
  }
  for (std::size_t at = 0; with_periods && at < reads_.size(); ++at) {
    read_periods_of(at);
  }
}

Phrase CategoryReading::name_of(const Read& one) const {
  if (reads_.size() == 1) {
    return {};
  }
  return say("check.of_class", {{"class", one.class_id.value}});
}

Phrase CategoryReading::counted(const std::string& key, std::size_t count, const Read& of) const {
  auto words = say(key + (count == 1 ? ".one" : ".several"), {{"count", std::to_string(count)}});
  words += name_of(of);
  return words;
}

void CategoryReading::refused(const Read& of, Check check) {
  check.sentence += name_of(of);
  checks_.add(std::move(check));
}

void CategoryReading::read(std::size_t at, oneroster::CategoryRoute route) {
  if (at >= reads_.size()) {
    return;
  }
  const auto url = oneroster::class_categories_url(partner().endpoint, route, reads_[at].class_id);
  steps_.read_list(
      "categories", oneroster::PageLoop(url.value_or(""), "categories", profile().reads.page_limit),
      [this, at, route](bool read_all, const oneroster::PageLoop& list, const Response& last) {
        if (read_all && route == oneroster::CategoryRoute::all) {
          // One list is that of every class.
          for (std::size_t i = at; i < reads_.size(); ++i) {
            keep(reads_[i], list);
            read_line_items(i);
          }
          return;
        }
        if (!read_all && route == oneroster::CategoryRoute::of_class && list.pages() == 0 &&
            no_such_address(last)) {
          read(at, oneroster::CategoryRoute::all);
          return;
        }
        if (read_all) {
          keep(reads_[at], list);
          read_line_items(at);
        } else {
          refused(reads_[at], explain_refusal("categories", say("check.categories.refused"),
                                              profile(), oneroster::Operation::get, last));
        }
        // Whoever does not answer for one class does not for the next.
        if (last.answer) {
          read(at + 1, route);
        }
      });
}

void CategoryReading::keep(Read& of, const oneroster::PageLoop& list) {
  std::vector<oneroster::SisCategory> kept;
  for (const auto& entry : list.items()) {
    kept.push_back(oneroster::category_of(entry));
    of.titles[kept.back().id] = kept.back().title;
  }
  of.found = kept.size();
  learn(outbox::SisDocumentKind::categories, of.class_id.value, oneroster::to_json(kept));
  if (of.found == 0) {
    auto none = say("check.categories.none");
    none += name_of(of);
    checks_.warn("categories", std::move(none), say("check.step.make_category_look_again"));
  } else {
    checks_.ok("categories", counted("check.categories", of.found, of));
  }
}

void CategoryReading::read_line_items(std::size_t at) {
  const bool slots = profile().final_grades == oneroster::FinalGrades::sis_slot;
  if (!slots && profile().gradebook != oneroster::Gradebook::of_class) {
    return;
  }
  oneroster::PageLoop line_items(oneroster::class_line_items_url(partner().endpoint,
                                                                 profile().reads.line_items,
                                                                 reads_[at].class_id),
                                 "lineItems", profile().reads.page_limit);
  steps_.read_list(
      "slots", std::move(line_items),
      [this, at, slots](bool read_all, const oneroster::PageLoop& list, const Response& last) {
        if (read_all && slots) {
          keep_slots(reads_[at], list);
        }
        if (read_all) {
          keep_columns(reads_[at], list);
        } else if (no_such_address(last) || not_permitted(last)) {
          // Kept, so that whoever looks is told that nobody could.
          learn(outbox::SisDocumentKind::line_items, reads_[at].class_id.value, "null");
        }
        if (read_all || !slots) {
          return; // nobody asked for the columns, and grades go without
        }
        auto check = explain_refusal("slots", say("check.slots.refused"), profile(),
                                     oneroster::Operation::get, last);
        check.outcome = CheckOutcome::warning;
        refused(reads_[at], std::move(check));
      });
}

void CategoryReading::keep_columns(const Read& of, const oneroster::PageLoop& line_items) {
  std::vector<oneroster::SisLineItem> columns;
  for (const auto& entry : line_items.items()) {
    columns.push_back(oneroster::line_item_of(entry));
  }
  oneroster::leave_out_slots(profile(), columns);
  learn(outbox::SisDocumentKind::line_items, of.class_id.value, oneroster::to_json(columns));
}

void CategoryReading::keep_slots(const Read& of, const oneroster::PageLoop& line_items) {
  std::vector<oneroster::SlotInSis> slots;
  for (const auto& entry : line_items.items()) {
    const auto item = oneroster::line_item_of(entry);
    const auto category = of.titles.find(item.category_id);
    if (oneroster::is_final_slot(profile().final_slot, item.title,
                                 category == of.titles.end() ? std::string() : category->second,
                                 item.metadata)) {
      slots.push_back({item.id, item.title, item.grading_period_id});
    }
  }
  learn(outbox::SisDocumentKind::slots, of.class_id.value, oneroster::to_json(slots));
  checks_.ok("slots", counted("check.slots", slots.size(), of));
}

void CategoryReading::read_periods_of(std::size_t at) {
  steps_.ask(
      "class",
      oneroster::read_request(oneroster::class_url(partner().endpoint, reads_[at].class_id)),
      [this, at](const Response& response) {
        const auto found = object_of(response, "class");
        if (!response.answer || not_there(response)) {
          return; // the categories have said it
        }
        // Where classes cannot be read, their periods are looked for without their terms.
        const auto terms =
            found ? oneroster::class_of(*found).term_ids : std::vector<gradebook::SourcedId>();
        read_periods(steps_, partner(), "grading_periods", terms, {},
                     [this, at](const PeriodsOfClass& all) { keep_periods(reads_[at], all); });
      });
}

void CategoryReading::keep_periods(const Read& of, const PeriodsOfClass& found) {
  if (!found.known) {
    auto check = explain_refusal("periods", say("check.class_periods.refused"), profile(),
                                 oneroster::Operation::get, found.last);
    check.outcome = CheckOutcome::warning;
    refused(of, std::move(check));
    return;
  }
  learn(outbox::SisDocumentKind::sessions, of.class_id.value, oneroster::to_json(found.periods));
  checks_.ok("periods", counted("check.class_periods", found.periods.size(), of));
}

json::object CategoryReading::report() const {
  json::object document{{"schema", "lms.categories_report/1"},
                        {"outcome", exchange::name_of(checks_.worst())},
                        {"class", reads_.front().class_id.value},
                        {"found", reads_.front().found}};
  if (reads_.size() > 1) {
    json::array classes;
    std::size_t found = 0;
    for (const auto& one : reads_) {
      found += one.found;
      classes.push_back(json::object{{"class", one.class_id.value}, {"found", one.found}});
    }
    document["found"] = found;
    document["classes"] = std::move(classes);
  }
  document["checks"] = checks_.to_json();
  return document;
}

} // namespace passback::exchange
