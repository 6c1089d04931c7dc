#include "plugin/decision/settings_view.hpp"

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

// The row is damaged, not the outbox.
Error unreadable(const std::string& whose, const Error& why) {
  return Error{Code::config,
               "The settings of this " + whose + " cannot be read; save them again. " + why.detail};
}

} // namespace

Result<std::int64_t> SettingsView::generation() {
  if (!generation_) {
    PASSBACK_TRY_AS(auto read, transaction_.settings_generation());
    generation_ = read;
  }
  return *generation_;
}

Result<SettingsDocuments::OfDomain> SettingsView::domain(const std::string& id) {
  if (auto known = learned_.domain(id)) {
    return known;
  }
  SettingsDocuments::OfDomain document =
      memory_ != nullptr ? memory_->domain(*generation_, id) : nullptr;
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

Result<SettingsDocuments::OfClass> SettingsView::lms_class(const std::string& id) {
  if (auto known = learned_.lms_class(id)) {
    return known;
  }
  SettingsDocuments::OfClass document =
      memory_ != nullptr ? memory_->lms_class(*generation_, id) : nullptr;
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

Result<settings::DomainSettings> stored_settings(outbox::Transaction& transaction,
                                                 const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto row, transaction.settings(outbox::Scope::domain, domain.value));
  return row ? settings::domain_settings_from_json(row->document)
             : Result<settings::DomainSettings>(settings::DomainSettings{});
}

Result<settings::Effective> effective_of_domain(outbox::Transaction& transaction,
                                                SettingsView& settings,
                                                const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto path, outbox::path_or_root(transaction, domain));
  return settings.effective(path, {});
}

} // namespace passback::decision
