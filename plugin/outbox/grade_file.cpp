#include "plugin/outbox/grade_file.hpp"

#include <charconv>

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {
namespace {

namespace json = boost::json;

constexpr std::string_view kPrefix = "file/";
constexpr int kListed = 100;
constexpr std::size_t kWithContents = 20;

constexpr std::string_view kStates[] = {"making", "open", "taken", "not_taken"};

GradeFileState state_of(const std::string& word) {
  for (std::size_t i = 0; i < std::size(kStates); ++i) {
    if (kStates[i] == word) {
      return static_cast<GradeFileState>(i);
    }
  }
  return GradeFileState::making;
}

JobRow row_of(const GradeFile& file) {
  JobRow row;
  row.id = file.id;
  row.connection_id = file.connection_id;
  row.connection_generation = file.connection_generation;
  row.kind = kGradeFileJob;
  row.subject = file.class_id.value;
  row.input = json::serialize(json::object{{"school_year", file.school_year.value},
                                           {"state", kStates[static_cast<int>(file.state)]},
                                           {"answered_by", file.answered_by},
                                           {"categories", file.categories},
                                           {"line_items", file.line_items},
                                           {"results", file.results},
                                           {"withdrawn", file.withdrawn}});
  row.state = JobState::done;
  row.report = file.contents;
  row.asked_by = file.made_by;
  row.asked_unix_ms = file.made_unix_ms;
  row.ended_unix_ms = file.answered_unix_ms;
  return row;
}

GradeFile file_from(const JobRow& row) {
  GradeFile file;
  file.id = row.id;
  file.connection_id = row.connection_id;
  file.connection_generation = row.connection_generation;
  file.class_id = gradebook::ClassId(row.subject);
  file.made_by = row.asked_by;
  file.made_unix_ms = row.asked_unix_ms;
  file.answered_unix_ms = row.ended_unix_ms;
  file.contents = row.report;
  boost::system::error_code unread;
  const auto read = json::parse(row.input, unread);
  if (!unread && read.is_object()) {
    const auto& said = read.get_object();
    file.school_year = gradebook::SchoolYear(gradebook::text_member(said, "school_year"));
    file.state = state_of(gradebook::text_member(said, "state"));
    file.answered_by = gradebook::text_member(said, "answered_by");
    file.categories = gradebook::number_member(said, "categories");
    file.line_items = gradebook::number_member(said, "line_items");
    file.results = gradebook::number_member(said, "results");
    file.withdrawn = gradebook::number_member(said, "withdrawn");
  }
  return file;
}

} // namespace

std::string request_id_of(std::int64_t file_id) {
  return std::string(kPrefix) + std::to_string(file_id);
}

std::optional<std::int64_t> file_of(const Record& record) {
  const std::string_view id = record.sent.request_id;
  if (!id.starts_with(kPrefix)) {
    return std::nullopt;
  }
  std::int64_t number = 0;
  const auto digits = id.substr(kPrefix.size());
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

bool is_in_file(const Record& record) {
  return record.sent.in_flight && file_of(record).has_value();
}

Status put_grade_file(Transaction& transaction, GradeFile& file) {
  auto row = row_of(file);
  PASSBACK_TRY(transaction.put_job(row));
  file.id = row.id;
  return ok_status();
}

Result<std::optional<GradeFile>> grade_file(Transaction& transaction, std::int64_t id) {
  PASSBACK_TRY_AS(const auto row, transaction.job(id));
  return row && row->kind == kGradeFileJob ? std::optional(file_from(*row))
                                           : std::optional<GradeFile>();
}

Result<std::vector<GradeFile>> grade_files(Transaction& transaction, const GradeFile& like) {
  PASSBACK_TRY_AS(const auto rows, transaction.last_jobs(like.connection_id, kGradeFileJob,
                                                         like.class_id.value, kListed));
  std::vector<GradeFile> files;
  for (const auto& row : rows) {
    auto file = file_from(row);
    if (file.school_year == like.school_year &&
        file.connection_generation == like.connection_generation) {
      files.push_back(std::move(file));
    }
  }
  return files;
}

Status forget_old_contents(Transaction& transaction, const GradeFile& like) {
  PASSBACK_TRY_AS(auto files, grade_files(transaction, like));
  for (std::size_t i = kWithContents; i < files.size(); ++i) {
    if (!files[i].contents.empty()) {
      files[i].contents.clear();
      PASSBACK_TRY(put_grade_file(transaction, files[i]));
    }
  }
  return ok_status();
}

} // namespace passback::outbox
