#include "plugin/exchange/lookup.hpp"

#include <utility>

#include "plugin/oneroster/reads/sis_object_reads.hpp"

namespace passback::exchange {

namespace json = boost::json;
using gradebook::SourcedId;

std::optional<outbox::SisDocumentKind> kept_as(Lookup lookup) {
  switch (lookup) {
  case Lookup::sis_class:
    return outbox::SisDocumentKind::sis_class;
  case Lookup::sessions:
    return outbox::SisDocumentKind::sessions;
  case Lookup::categories:
    return outbox::SisDocumentKind::categories;
  case Lookup::results:
    return outbox::SisDocumentKind::results;
  case Lookup::line_items:
    return outbox::SisDocumentKind::line_items;
  }
  return std::nullopt;
}

std::vector<SourcedId> ClassKnowledge::term_ids() const {
  return sis_class ? sis_class->term_ids : std::vector<SourcedId>();
}

bool ClassKnowledge::has(Lookup lookup) const {
  switch (lookup) {
  case Lookup::sis_class:
    return sis_class.has_value();
  case Lookup::sessions:
    return sessions.has_value();
  case Lookup::categories:
    return categories.has_value();
  case Lookup::line_items:
    return line_items.has_value() || line_items_hidden;
  case Lookup::results:
    break;
  }
  return results.has_value();
}

void ClassKnowledge::take(Lookup lookup, const ClassKnowledge& other) {
  switch (lookup) {
  case Lookup::sis_class:
    sis_class = other.sis_class;
    return;
  case Lookup::sessions:
    sessions = other.sessions;
    return;
  case Lookup::categories:
    categories = other.categories;
    return;
  case Lookup::line_items:
    line_items = other.line_items;
    line_items_hidden = other.line_items_hidden;
    return;
  case Lookup::results:
    results = other.results;
    return;
  }
}

std::string kept_text(Lookup lookup, const ClassKnowledge& knowledge) {
  switch (lookup) {
  case Lookup::sis_class:
    return knowledge.sis_class ? oneroster::to_json(*knowledge.sis_class) : std::string();
  case Lookup::sessions:
    return knowledge.sessions ? oneroster::to_json(*knowledge.sessions) : std::string();
  case Lookup::categories:
    return knowledge.categories ? oneroster::to_json(*knowledge.categories) : std::string();
  case Lookup::results:
    return knowledge.results ? oneroster::to_json(*knowledge.results) : std::string();
  case Lookup::line_items:
    return knowledge.line_items ? oneroster::to_json(*knowledge.line_items) : std::string("null");
  }
  return {};
}

void take_records(Lookup lookup, const std::vector<json::object>& records,
                  ClassKnowledge& knowledge, oneroster::PeriodSource source) {
  switch (lookup) {
  case Lookup::sis_class:
    if (!records.empty()) {
      knowledge.sis_class = oneroster::class_of(records.front());
    }
    return;
  case Lookup::sessions: {
    std::vector<oneroster::SisAcademicSession> sessions;
    for (const auto& record : records) {
      sessions.push_back(oneroster::academic_session_of(record));
    }
    knowledge.sessions = oneroster::grading_periods_of(sessions, knowledge.term_ids(), source);
    return;
  }
  case Lookup::categories: {
    auto& categories = knowledge.categories.emplace();
    for (const auto& record : records) {
      categories.push_back(oneroster::category_of(record));
    }
    return;
  }
  case Lookup::line_items: {
    auto& line_items = knowledge.line_items.emplace();
    for (const auto& record : records) {
      line_items.push_back(oneroster::line_item_of(record));
    }
    return;
  }
  case Lookup::results: {
    auto& results = knowledge.results.emplace();
    for (const auto& record : records) {
      const auto result = oneroster::result_of(record);
      results.push_back({result.id, result.student_id});
    }
    return;
  }
  }
}

} // namespace passback::exchange
