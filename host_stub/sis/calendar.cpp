#include "host_stub/sis/calendar.hpp"

#include <algorithm>

#include "host_stub/sis/text.hpp"

namespace host_stub::sis {

bool within(const Store& store, const Record& session, std::string_view outer) {
  const auto* at = &session;
  for (int depth = 0; depth < 8 && at != nullptr; ++depth) {
    const auto parent = ref_member(at->value, "parent");
    if (parent == outer) {
      return true;
    }
    at = store.find(Kind::academic_session, parent);
  }
  return false;
}

std::vector<const Record*> periods_of_class(const Store& store, const Record& class_record) {
  std::vector<std::string_view> terms;
  if (const auto* list = class_record.value.if_contains("terms");
      list != nullptr && list->is_array()) {
    for (const auto& term : list->get_array()) {
      if (term.is_object()) {
        terms.push_back(text_member(term.get_object(), "sourcedId"));
      }
    }
  }
  std::vector<const Record*> out;
  store.each(Kind::academic_session, [&](const Record& session) {
    if (text_member(session.value, "type") == "gradingPeriod" &&
        std::any_of(terms.begin(), terms.end(), [&](std::string_view term) {
          return session.id == term || within(store, session, term);
        })) {
      out.push_back(&session);
    }
  });
  return out;
}

std::string local_day(std::string_view date_time, int utc_offset_minutes) {
  const auto time = parse_date_time(date_time);
  if (!time) {
    return {};
  }
  return iso_time(time->unix_ms + std::int64_t{utc_offset_minutes} * 60'000).substr(0, 10);
}

bool contains_day(const Record& session, std::string_view day) {
  return text_member(session.value, "startDate") <= day &&
         day <= text_member(session.value, "endDate");
}

} // namespace host_stub::sis
