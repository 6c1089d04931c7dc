// Settings that were read in one transaction serve the next ones of this process.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "plugin/decision/settings_view.hpp"

namespace passback::intake {

/// Parsed documents of one settings generation. Thread-safe; its lock is a leaf.
class SettingsCache : public decision::SettingsMemory {
 public:
  decision::SettingsDocuments::OfDomain domain(std::int64_t generation,
                                               const std::string& id) const override;
  decision::SettingsDocuments::OfClass lms_class(std::int64_t generation,
                                                 const std::string& id) const override;
  /// Only after the transaction that read them has been committed: a generation that is rolled back
  /// is given again, to other settings.
  void keep(std::int64_t generation, const decision::SettingsDocuments& documents);

 private:
  mutable std::mutex mutex_;
  std::int64_t generation_ = -1;          // GUARDED_BY(mutex_)
  decision::SettingsDocuments documents_; // GUARDED_BY(mutex_)
};

} // namespace passback::intake
