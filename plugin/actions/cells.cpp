#include "plugin/actions/cells.hpp"

#include "plugin/actions/state_words.hpp"
#include "plugin/gradebook/facts.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Form;
using outbox::Record;

constexpr int kPage = 500;

void put_time(json::object& object, std::string_view name, std::int64_t unix_ms) {
  if (unix_ms != 0) {
    object[name] = unix_ms;
  }
}

json::value score_text(const outbox::Version& version) {
  if (version.form == Form::none) {
    return {};
  }
  if (version.form != Form::present) {
    return "";
  }
  const auto facts = gradebook::score_facts_from_json(version.facts);
  if (!facts) {
    return {};
  }
  if (facts->points) {
    return json::string(facts->points->to_string());
  }
  if (!facts->text_score.empty()) {
    return json::string(facts->text_score);
  }
  return facts->flags.exempt ? "exempt" : facts->flags.missing ? "missing" : "incomplete";
}

json::value title_text(const outbox::Version& version) {
  const auto facts = gradebook::activity_facts_from_json(version.facts);
  if (version.form != Form::present || !facts) {
    return {};
  }
  return json::string(facts->title);
}

} // namespace

Status each_record(intake::Desk& desk, const CellFilter& filter,
                   const std::function<Status(Record&)>& see) {
  outbox::RecordFilter rows;
  rows.class_id = filter.class_id;
  if (!filter.school_year.empty()) {
    rows.school_year = filter.school_year;
  }
  if (!filter.activity_id.empty()) {
    rows.activity_id = filter.activity_id;
  }
  rows.kind = filter.kind;
  rows.limit = kPage;
  for (;;) {
    auto page = desk.transaction.records(rows);
    if (!page) {
      return page.error();
    }
    for (auto& record : *page) {
      rows.after_id = record.id;
      if (!filter.student_id.empty() && record.key.student_id != filter.student_id) {
        continue;
      }
      if (auto seen = see(record); !seen) {
        return seen;
      }
    }
    if (static_cast<int>(page->size()) < kPage) {
      return ok_status();
    }
  }
}

Status CellWriter::prepare() {
  if (!view_.effective.connection) {
    return ok_status();
  }
  auto account = account_of(desk_.transaction, view_.effective.connection->id);
  if (!account) {
    return account.error();
  }
  account_ = std::move(*account);
  return ok_status();
}

json::object CellWriter::state_of(const Record& record) const {
  const auto& connection = view_.effective.connection;
  const auto words =
      words_for(record, connection ? connection->sis_name : "", account_ ? &*account_ : nullptr);
  json::object object;
  object["id"] = record.id;
  object["seq"] = record.observed.seq;
  object["kind"] = kind_id(record.key.kind);
  object["class_id"] = record.key.class_id.value;
  object["school_year"] = record.key.school_year.value;
  object["activity_id"] = record.key.activity_id.value;
  if (!record.key.student_id.empty()) {
    object["student_id"] = record.key.student_id.value;
  }
  object["wire_id"] = record.wire_id.value;
  object["state"] = words.id;
  object["words"] = words.text;
  if (words.reason != Code::none) {
    object["reason"] = reason_object(words.reason);
  }
  if (!record.detail.empty()) {
    object["sis_words"] = record.detail;
  }
  if (record.http_status != 0) {
    object["http_status"] = record.http_status;
  }
  if (record.in_doubt) {
    object["in_doubt"] = true;
  }
  if (record.attempts != 0) {
    object["attempts"] = record.attempts;
  }
  if (record.superseded != 0) {
    object["superseded"] = record.superseded;
  }
  put_time(object, "updated_unix_ms", record.updated_unix_ms);
  put_time(object, "confirmed_unix_ms", record.confirmed.at_unix_ms);
  if (record.state == outbox::State::ready) {
    put_time(object, "next_attempt_unix_ms", record.next_attempt_unix_ms);
  }
  return object;
}

json::object CellWriter::cell_of(const Record& record) const {
  auto object = state_of(record);
  if (record.key.kind == outbox::Kind::result) {
    object["value"] = score_text(record.observed);
    object["sis_value"] = score_text(record.confirmed);
  } else if (record.key.kind == outbox::Kind::line_item) {
    object["value"] = title_text(record.observed);
    object["sis_value"] = title_text(record.confirmed);
  }
  return object;
}

} // namespace passback::actions
