#include "plugin/actions/support_copy.hpp"

#include <string>

#include "plugin/decision/write.hpp"
#include "plugin/exchange/planned_request.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/oneroster/values/date_text.hpp"
#include "plugin/oneroster/wire/routes.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using outbox::Kind;
using outbox::Record;

constexpr int kLinesLookedAt = 20;

// Where the service lies is the SIS's own knowledge; what stands behind its host is asked for.
std::string path_behind_host(const std::string& url) {
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return path == std::string::npos ? url : url.substr(path);
}

struct RequestLine {
  std::string method, path;
};

RequestLine request_of_record(const decision::ClassView& view, const Record& record) {
  if (view.profile == nullptr) {
    return {};
  }
  const auto write = decision::write_of(*view.profile, record.key.kind, record.released.form);
  const bool posted = record.confirmed.form == outbox::Form::none &&
                      exchange::creation_of(*view.profile, record) == exchange::Creation::post;
  RequestLine asked;
  asked.method = !write                              ? ""
                 : *write == exchange::Write::remove ? "DELETE"
                 : *write == exchange::Write::look   ? "GET"
                 : posted                            ? "POST"
                                                     : "PUT";
  const auto& id = record.wire_id;
  asked.path = path_behind_host(
      record.key.kind == Kind::result      ? oneroster::result_url(view.endpoint, id)
      : record.key.kind == Kind::line_item ? oneroster::line_item_url(view.endpoint, id)
                                           : oneroster::category_url(view.endpoint, id));
  return asked;
}

// The newest answer of the SIS; what nobody answered has its request id all the same.
Result<outbox::HistoryRow> last_request(outbox::Transaction& transaction, const Record& record) {
  PASSBACK_TRY_AS(const auto rows, transaction.history(record.id, kLinesLookedAt));
  for (const auto& row : rows) {
    if (!row.request_id.empty()) {
      return row;
    }
  }
  return outbox::HistoryRow{};
}

std::string copied_text(const json::object& line) {
  const auto said = [&](std::string_view name) {
    const auto* value = line.if_contains(name);
    return value == nullptr ? std::string("-") : json::value_to<std::string>(*value);
  };
  const auto* status = line.if_contains("http_status");
  return said("at") + "  " + said("method") + " " + said("path") + "\n  request id " +
         said("request_id") + ", status " +
         (status == nullptr ? "-" : std::to_string(status->as_int64())) + ", " + said("code") +
         "\n  class " + said("sis_class_id") + ", record " + said("record") +
         "\n  answered: " + said("sis_words") + "\n";
}

} // namespace

Result<json::object> support_copy(decision::UnitOfWork& work, const std::vector<Record>& records) {
  json::array lines;
  std::string text;
  for (const auto& record : records) {
    PASSBACK_TRY_AS(const auto view, work.open_class_of(record));
    PASSBACK_TRY_AS(const auto last, last_request(work.transaction, record));
    const auto asked = request_of_record(view, record);
    json::object line;
    const auto put = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) {
        line[name] = value;
      }
    };
    put("at",
        oneroster::utc_date_time(last.at_unix_ms != 0 ? last.at_unix_ms : record.updated_unix_ms));
    put("method", asked.method);
    put("path", asked.path);
    put("request_id", last.request_id);
    const auto status = last.http_status != 0 ? last.http_status : record.http_status;
    if (status != 0) {
      line["http_status"] = std::int64_t{status};
    }
    put("code", std::string(record.code == Code::none ? "" : info(record.code).id));
    put("sis_class_id", record.key.sis_class_id.value);
    put("class_id", record.key.class_id.value);
    put("activity_id", gradebook::host_activity(record.key.activity_id).value);
    put("record", std::to_string(record.id));
    put("sis_words", record.detail);
    text += (text.empty() ? "" : "\n") + copied_text(line);
    lines.push_back(std::move(line));
  }
  return json::object{
      {"schema", "lms.support_copy/1"}, {"text", text}, {"lines", std::move(lines)}};
}

} // namespace passback::actions
