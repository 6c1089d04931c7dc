#include "plugin/actions/class_heading.hpp"

#include <algorithm>

#include "plugin/actions/send_estimate.hpp"
#include "plugin/actions/state_words.hpp"
#include "plugin/actions/trial_words.hpp"
#include "plugin/decision/class_title.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {

namespace json = boost::json;

ClassKey class_key_of(const Asker& asker) {
  return {asker.class_id, asker.school_year};
}

json::object class_heading(const ClassKey& key, const std::string& title) {
  json::object row{{"class_id", key.class_id.value}};
  if (!key.school_year.empty()) {
    row["school_year"] = key.school_year.value;
  }
  if (!title.empty()) {
    row["title"] = title;
  }
  return row;
}

Result<json::object> class_heading(decision::UnitOfWork& work, const ClassKey& key) {
  PASSBACK_TRY_AS(const auto title,
                  decision::title_of_class(work.transaction, key.class_id, key.school_year));
  return class_heading(key, title);
}

void put_standing(json::object& row, const texts::Words& words, const decision::ClassView& view) {
  const auto& effective = view.effective;
  row["allowed"] = effective.allowed;
  row["automatic"] = effective.automatic;
  if (!effective.allowed) {
    row["off"] = reason_object(effective.why_not, words);
  }
  if (effective.connection) {
    row["sis_name"] = effective.connection->sis_name;
    if (effective.connection->test_server) {
      row["test_server"] = true;
    }
  }
  if (view.by_file()) {
    row["way"] = "file";
  }
  put_trial(row, words, effective);
}

void put_failure(json::object& row, const texts::Words& words, const Error& error) {
  row["ok"] = false;
  row["reason"] = reason_object(error.code, words);
}

void SharedEstimate::add(const decision::ClassView& view, std::int64_t requests) {
  if (const auto& connection = view.effective.connection) {
    of_sis_.try_emplace(connection->id, *connection, 0).first->second.second += requests;
  }
}

void SharedEstimate::put(json::object& document, const texts::Words& words) const {
  std::int64_t requests = 0, seconds = 0;
  for (const auto& [id, of] : of_sis_) {
    requests += of.second;
    seconds = std::max(seconds, seconds_of(of.second, of.first, profiles_));
  }
  put_estimate(document, words, requests, seconds);
}

} // namespace passback::actions
