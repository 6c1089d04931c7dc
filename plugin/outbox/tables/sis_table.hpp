// What an SIS showed, and what was noted of it before something was made there.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/rows.hpp"

namespace passback::outbox {

class SisTable {
 public:
  explicit SisTable(Database& database) : database_(database) {}

  Result<std::optional<SisDocumentRow>> sis_document(std::string_view connection_id,
                                                     std::int64_t generation, std::string_view kind,
                                                     std::string_view key);
  Status put_sis_document(const SisDocumentRow& row);
  /// Of how many things the SIS has shown just this.
  Result<std::int64_t> sis_documents_that_say(std::string_view connection_id,
                                              std::int64_t generation, std::string_view kind,
                                              std::string_view document);
  Result<std::optional<ListedBeforeRow>>
  listed_before(std::string_view connection_id, std::int64_t generation, std::int64_t record_id);
  Status put_listed_before(const ListedBeforeRow& row);
  Result<bool> has_proven_ids(std::string_view connection_id, std::int64_t generation);
  Status put_ids_proven(const IdsProvenRow& row);

 private:
  Database& database_;
};

} // namespace passback::outbox
