// What was last read of a class in the SIS, as far as it lets intake tell what the SIS would
// refuse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plugin/oneroster/reads/sis_objects.hpp"
#include "plugin/outbox/transaction.hpp"

namespace passback::intake {

/// nullopt = not read, or too long ago to be believed.
struct ClassInSis {
  std::optional<std::vector<oneroster::SisAcademicSession>> periods = {};
  std::optional<std::vector<gradebook::SourcedId>> categories = {};
};

/// Which class.
struct SisClassKey {
  std::string connection_id;
  std::int64_t connection_generation = 1;
  gradebook::SourcedId sis_class_id;
  bool operator==(const SisClassKey&) const = default;
};

/// Reads through a memory of one class: the scores of a batch are mostly of the same.
class ClassInSisReader {
 public:
  Result<ClassInSis> read(outbox::Transaction& transaction, const SisClassKey& key,
                          std::int64_t now_unix_ms);

 private:
  std::optional<SisClassKey> last_key_;
  ClassInSis last_;
};

} // namespace passback::intake
