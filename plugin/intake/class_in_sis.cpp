#include "plugin/intake/class_in_sis.hpp"

#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

constexpr std::int64_t kHour = 60LL * 60 * 1000;
// As long as delivery believes them: it reads them again when it plans a line item after that.
constexpr std::int64_t kPeriodsBelieved = 6 * kHour;
// Nobody reads them again but a person, and that an old list lacks a new category proves nothing.
constexpr std::int64_t kCategoriesBelieved = 7 * 24 * kHour;

/// The document, unless it is too old; empty = none.
Result<std::string> document_of(outbox::Transaction& transaction, const SisClassKey& key,
                                std::string_view kind, std::int64_t not_before) {
  auto row = transaction.sis_document(key.connection_id, key.connection_generation, kind,
                                      key.sis_class_id.value);
  if (!row) {
    return row.error();
  }
  return *row && (*row)->read_unix_ms >= not_before ? (*row)->document : std::string();
}

std::optional<std::vector<oneroster::SisAcademicSession>> periods_of(std::string_view text) {
  const auto records = oneroster::records_from_json(text);
  if (!records) {
    return std::nullopt;
  }
  std::vector<oneroster::SisAcademicSession> periods;
  for (const auto& record : *records) {
    periods.push_back(oneroster::academic_session_of(record));
  }
  return periods;
}

std::optional<std::vector<gradebook::SourcedId>> categories_of(std::string_view text) {
  const auto records = oneroster::records_from_json(text);
  if (!records) {
    return std::nullopt;
  }
  std::vector<gradebook::SourcedId> ids;
  for (const auto& record : *records) {
    ids.emplace_back(oneroster::text_of(oneroster::member(record, "id")));
  }
  return ids;
}

} // namespace

Result<ClassInSis> ClassInSisReader::read(outbox::Transaction& transaction, const SisClassKey& key,
                                          std::int64_t now_unix_ms) {
  if (last_key_ == key) {
    return last_;
  }
  PASSBACK_TRY_AS(auto sessions,
                  document_of(transaction, key, "sessions", now_unix_ms - kPeriodsBelieved));
  PASSBACK_TRY_AS(auto categories,
                  document_of(transaction, key, "categories", now_unix_ms - kCategoriesBelieved));
  last_ = {periods_of(sessions), categories_of(categories)};
  last_key_ = key;
  return last_;
}

} // namespace passback::intake
