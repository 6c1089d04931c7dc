#include "plugin/intake/settings_cache.hpp"

namespace passback::intake {

using decision::SettingsDocuments;

namespace {

// Keeps a process that serves very many classes from keeping all of them.
constexpr std::size_t kMostClasses = 4096;

} // namespace

SettingsDocuments::OfDomain SettingsCache::domain(std::int64_t generation,
                                                  const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return generation == generation_ ? documents_.domain(id) : nullptr;
}

SettingsDocuments::OfClass SettingsCache::lms_class(std::int64_t generation,
                                                    const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return generation == generation_ ? documents_.lms_class(id) : nullptr;
}

void SettingsCache::keep(std::int64_t generation, const SettingsDocuments& documents) {
  const std::lock_guard lock(mutex_);
  if (generation < generation_) {
    return;
  }
  if (generation > generation_ || documents_.classes.size() > kMostClasses) {
    documents_ = {};
    generation_ = generation;
  }
  documents_.domains.insert(documents.domains.begin(), documents.domains.end());
  documents_.classes.insert(documents.classes.begin(), documents.classes.end());
}

} // namespace passback::intake
