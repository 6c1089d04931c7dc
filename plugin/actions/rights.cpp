#include "plugin/actions/rights.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "plugin/actions/state_words.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

const json::object* object_of(std::string_view text, json::value& parsed) {
  boost::system::error_code error;
  parsed = json::parse(text, error);
  return error ? nullptr : parsed.if_object();
}

bool is_settings(std::string_view item_id) {
  return item_id == kSisSettings || item_id == kSyncGradesSettings;
}

// A form that is only looked at is drawn with nothing to fill in and nothing to answer.
void close_form(json::object& document) {
  document.erase("submit");
  document.erase("questions");
  if (auto* fields = document.if_contains("fields"); fields != nullptr && fields->is_array()) {
    for (auto& field : fields->get_array()) {
      if (field.is_object()) {
        field.get_object()["enabled"] = false;
      }
    }
  }
}

// A document lists its operations by name, a form as buttons.
json::array allowed_among(const json::value& operations,
                          const std::vector<std::string_view>& allowed) {
  json::array kept;
  if (!operations.is_array()) {
    return kept;
  }
  for (const auto& one : operations.get_array()) {
    const auto* op = one.is_object() ? one.get_object().if_contains("op") : &one;
    const auto name =
        op != nullptr && op->is_string() ? std::string_view(op->get_string()) : std::string_view();
    if (std::ranges::find(allowed, name) != allowed.end()) {
      kept.push_back(one);
    }
  }
  return kept;
}

} // namespace

const std::vector<Operation>& all_operations() {
  static const std::vector<Operation> kTable = {
      {kSyncGradesSettings, "open", Need::see},
      {kSyncGradesSettings, "job", Need::see},
      {kSyncGradesSettings, "save", Need::act},
      {kSyncGradesSettings, "refresh_categories", Need::act},

      {kSyncGradesToSis, "open", Need::see},
      {kSyncGradesToSis, "preview", Need::see},
      {kSyncGradesToSis, "send", Need::act},
      {kSyncGradesToSis, "retry", Need::act},
      {kSyncGradesToSis, "send_again", Need::act},
      {kSyncGradesToSis, "take_back", Need::act},
      {kSyncGradesToSis, "keep_in_sis", Need::act},
      {kSyncGradesToSis, "send_older", Need::act},
      {kSyncGradesToSis, "keep_newer", Need::act},
      {kSyncGradesToSis, "send_points", Need::act},
      {kSyncGradesToSis, "use_column", Need::act},
      {kSyncGradesToSis, "make_another", Need::act},
      {kSyncGradesToSis, "leave_out", Need::act},
      {kSyncGradesToSis, "status", Need::see},
      {kSyncGradesToSis, "history", Need::see},
      {kSyncGradesToSis, "sends", Need::see},
      {kSyncGradesToSis, "export", Need::see},
      // Where grades go as files.
      {kSyncGradesToSis, "make_file", Need::act},
      {kSyncGradesToSis, "files", Need::see},
      {kSyncGradesToSis, "file", Need::see},
      {kSyncGradesToSis, "file_taken", Need::act},
      {kSyncGradesToSis, "file_not_taken", Need::act},
      // All classes of a teacher as one.
      {kSyncGradesToSis, "classes", Need::each_class},
      {kSyncGradesToSis, "preview_classes", Need::each_class},
      {kSyncGradesToSis, "send_classes", Need::each_class},

      {kSisSettings, "open", Need::see},
      {kSisSettings, "job", Need::see},
      {kSisSettings, "summary", Need::see},
      {kSisSettings, "setup_report", Need::see},
      {kSisSettings, "save", Need::act},
      {kSisSettings, "test_connection", Need::act},
      {kSisSettings, "test_grade", Need::act},
      {kSisSettings, "readiness", Need::act},
      {kSisSettings, "custom_data_sample", Need::act},
      {kSisSettings, "read_custom_data", Need::act},
      {kSisSettings, "first_send_from", Need::act},
      {kSisSettings, "first_send_teachers", Need::act},
      {kSisSettings, "first_send_leave", Need::act},
      {kSisSettings, "first_send_all", Need::act},
      {kSisSettings, "imported_send", Need::act},
      {kSisSettings, "imported_teachers", Need::act},
      {kSisSettings, "imported_leave", Need::act},
      // Names of students stand in it.
      {kSisSettings, "unlinked", Need::act},
      {kSisSettings, "link_preview", Need::act},
      {kSisSettings, "link_sheet", Need::act},
      {kSisSettings, "use_new_ids", Need::act},
      {kSisSettings, "keep_old_ids", Need::act},
      {kSisSettings, "lost_send", Need::act},
      {kSisSettings, "lost_leave", Need::act},
      {kSisSettings, "older_send", Need::act},
      {kSisSettings, "older_keep", Need::act},
      {kSisSettings, "site_moved", Need::operate},
      {kSisSettings, "site_is_copy", Need::operate},

      {kSyncConsole, "open", Need::see},
      {kSyncConsole, "classes", Need::see},
      {kSyncConsole, "support_copy", Need::see},
      {kSyncConsole, "period_end", Need::see},
      {kSyncConsole, "reconcile", Need::act},
      {kSyncConsole, "send_cause_again", Need::act},
      // Of the top of a domain tree it asks for operate_sync as well.
      {kSyncConsole, "pause", Need::act},
      {kSyncConsole, "resume", Need::act},

      {kActivitySync, "open", Need::see},
      {kActivitySync, "settings", Need::see},
      {kActivitySync, "save", Need::act},
      {kActivitySync, "preview", Need::see},
      {kActivitySync, "send", Need::act},
      {kActivitySync, "retry", Need::act},
      {kActivitySync, "take_back", Need::act},
      {kActivitySync, "keep_in_sis", Need::act},
      {kActivitySync, "send_older", Need::act},
      {kActivitySync, "keep_newer", Need::act},
      {kActivitySync, "send_points", Need::act},
      {kActivitySync, "use_column", Need::act},
      {kActivitySync, "make_another", Need::act},
      {kActivitySync, "leave_out", Need::act},
      {kActivitySync, "status", Need::see},
      {kActivitySync, "history", Need::see},
      {kActivitySync, "sends", Need::see},
      {kActivitySync, "export", Need::see},
  };
  return kTable;
}

std::string operation_of(std::string_view item_id, std::string_view input) {
  if (input.empty()) {
    return "open";
  }
  json::value parsed;
  const auto* object = object_of(input, parsed);
  if (object == nullptr) {
    return {};
  }
  if (const auto* op = object->if_contains("op"); op != nullptr) {
    return op->is_string() ? std::string(op->get_string()) : std::string();
  }
  return is_settings(item_id) && !object->empty() ? "save" : "open";
}

Need need_of(std::string_view item_id, std::string_view op) {
  const auto& table = all_operations();
  const auto found = std::ranges::find_if(
      table, [&](const Operation& row) { return row.item == item_id && row.op == op; });
  return found == table.end() ? Need::act : found->need;
}

std::vector<std::string_view> operations_for(std::string_view item_id, Capacity capacity) {
  std::vector<std::string_view> ops;
  for (const auto& row : all_operations()) {
    if (row.item == item_id && (row.need == Need::see || capacity != Capacity::viewer)) {
      ops.push_back(row.op);
    }
  }
  return ops;
}

json::array operations_document(std::string_view item_id, Capacity capacity) {
  json::array list;
  for (const auto op : operations_for(item_id, capacity)) {
    if (op != "open") {
      list.emplace_back(op);
    }
  }
  return list;
}

std::string actor_of(const Asker& asker) {
  return asker.user.value + (asker.capacity == Capacity::for_teacher ? " for a teacher" : "");
}

std::string said_for(const Asker& asker, const texts::Words& words, std::string_view item_id,
                     std::string document) {
  const auto capacity = asker.capacity;
  json::value parsed;
  if (capacity == Capacity::own || object_of(document, parsed) == nullptr) {
    return document;
  }
  auto& object = parsed.get_object();
  if (capacity == Capacity::for_teacher) {
    object["for_teacher"] = true;
    return json::serialize(object);
  }
  object["read_only"] = true;
  object["read_only_reason"] = reason_object(Code::view_only, words);
  close_form(object);
  if (auto* operations = object.if_contains("operations"); operations != nullptr) {
    *operations = allowed_among(*operations, operations_for(item_id, capacity));
  }
  return json::serialize(object);
}

} // namespace passback::actions
