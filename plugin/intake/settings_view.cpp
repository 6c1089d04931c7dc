#include "plugin/intake/settings_view.hpp"

#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

template <class Map> typename Map::mapped_type find_in(const Map& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : found->second;
}

// The row is damaged, not the outbox; delivery gives the same answer (delivery/send_policy.hpp).
Error unreadable(const std::string& whose, const Error& why) {
  return Error{Code::config,
               "The settings of this " + whose + " cannot be read; save them again. " + why.detail};
}

// Keeps a process that serves very many classes from keeping all of them.
constexpr std::size_t kMostClasses = 4096;

} // namespace

SettingsCache::DomainDocument SettingsCache::domain(std::int64_t generation,
                                                    const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return generation == generation_ ? find_in(documents_.domains, id) : nullptr;
}

SettingsCache::ClassDocument SettingsCache::lms_class(std::int64_t generation,
                                                      const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return generation == generation_ ? find_in(documents_.classes, id) : nullptr;
}

void SettingsCache::keep(std::int64_t generation, const Documents& documents) {
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

Result<std::int64_t> SettingsView::generation() {
  if (!generation_) {
    PASSBACK_TRY_AS(auto read, transaction_.settings_generation());
    generation_ = read;
  }
  return *generation_;
}

Result<SettingsCache::DomainDocument> SettingsView::domain(const std::string& id) {
  if (auto known = find_in(learned_.domains, id)) {
    return known;
  }
  SettingsCache::DomainDocument document =
      cache_ != nullptr ? cache_->domain(*generation_, id) : nullptr;
  if (!document) {
    PASSBACK_TRY_AS(auto row, transaction_.settings(outbox::Scope::domain, id));
    std::optional<settings::DomainSettings> parsed;
    if (row) {
      auto read = settings::domain_settings_from_json(row->document);
      if (!read) {
        return unreadable("domain", read.error());
      }
      parsed = std::move(*read);
    }
    document = std::make_shared<const std::optional<settings::DomainSettings>>(std::move(parsed));
  }
  learned_.domains[id] = document;
  return document;
}

Result<SettingsCache::ClassDocument> SettingsView::lms_class(const std::string& id) {
  if (auto known = find_in(learned_.classes, id)) {
    return known;
  }
  SettingsCache::ClassDocument document =
      cache_ != nullptr ? cache_->lms_class(*generation_, id) : nullptr;
  if (!document) {
    PASSBACK_TRY_AS(auto row, transaction_.settings(outbox::Scope::lms_class, id));
    std::optional<settings::ClassSettings> parsed;
    if (row) {
      auto read = settings::class_settings_from_json(row->document);
      if (!read) {
        return unreadable("class", read.error());
      }
      parsed = std::move(*read);
    }
    document = std::make_shared<const std::optional<settings::ClassSettings>>(std::move(parsed));
  }
  learned_.classes[id] = document;
  return document;
}

void SettingsView::suppose(const gradebook::DomainId& id, settings::DomainSettings settings) {
  learned_.domains[id.value] =
      std::make_shared<const std::optional<settings::DomainSettings>>(std::move(settings));
}

void SettingsView::suppose(const gradebook::ClassId& id, settings::ClassSettings settings) {
  learned_.classes[id.value] =
      std::make_shared<const std::optional<settings::ClassSettings>>(std::move(settings));
}

Result<settings::Effective> SettingsView::effective(const std::vector<gradebook::DomainId>& path,
                                                    const gradebook::ClassId& class_id) {
  PASSBACK_TRY(generation());
  std::vector<settings::PathStep> steps;
  steps.reserve(path.size());
  for (const auto& id : path) {
    PASSBACK_TRY_AS(auto document, domain(id.value));
    steps.push_back({id, *document});
  }
  PASSBACK_TRY_AS(auto of_class, lms_class(class_id.value));
  return settings::effective_settings(steps, *of_class);
}

} // namespace passback::intake
