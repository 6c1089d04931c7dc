// The settings as one transaction sees them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::intake {

/// Parsed documents of one settings generation. Thread-safe; its lock is a leaf.
class SettingsCache {
 public:
  using DomainDocument = std::shared_ptr<const std::optional<settings::DomainSettings>>;
  using ClassDocument = std::shared_ptr<const std::optional<settings::ClassSettings>>;
  struct Documents {
    std::map<std::string, DomainDocument> domains;
    std::map<std::string, ClassDocument> classes;
  };

  DomainDocument domain(std::int64_t generation, const std::string& id) const;
  ClassDocument lms_class(std::int64_t generation, const std::string& id) const;
  /// Only after the transaction that read them has been committed: a generation that is rolled back
  /// is given again, to other settings.
  void keep(std::int64_t generation, const Documents& documents);

 private:
  mutable std::mutex mutex_;
  std::int64_t generation_ = -1; // GUARDED_BY(mutex_)
  Documents documents_;          // GUARDED_BY(mutex_)
};

/// Reads through the cache, if there is one. Lives as long as the transaction.
class SettingsView {
 public:
  SettingsView(outbox::Transaction& transaction, const SettingsCache* cache)
      : transaction_(transaction), cache_(cache) {}

  Result<std::int64_t> generation();
  Result<settings::Effective> effective(const std::vector<gradebook::DomainId>& path,
                                        const gradebook::ClassId& class_id);
  const SettingsCache::Documents& learned() const { return learned_; }
  /// From here on as if that were stored. Such a view is only asked, and nothing of it is kept.
  void suppose(const gradebook::DomainId& id, settings::DomainSettings settings);
  void suppose(const gradebook::ClassId& id, settings::ClassSettings settings);

 private:
  Result<SettingsCache::DomainDocument> domain(const std::string& id);
  Result<SettingsCache::ClassDocument> lms_class(const std::string& id);

  outbox::Transaction& transaction_;
  const SettingsCache* cache_;
  std::optional<std::int64_t> generation_;
  SettingsCache::Documents learned_;
};

} // namespace passback::intake
