// The settings as one transaction sees them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/outbox/transaction.hpp"
#include "plugin/settings/effective.hpp"

namespace passback::decision {

/// What was chosen in that very domain; nothing, where nobody chose anything.
Result<settings::DomainSettings> stored_settings(outbox::Transaction& transaction,
                                                 const gradebook::DomainId& domain);

/// Parsed documents by the id of their domain or class. nullptr = not known; an empty optional =
/// known to have none.
struct SettingsDocuments {
  using OfDomain = std::shared_ptr<const std::optional<settings::DomainSettings>>;
  using OfClass = std::shared_ptr<const std::optional<settings::ClassSettings>>;

  OfDomain domain(const std::string& id) const { return find_in(domains, id); }
  OfClass lms_class(const std::string& id) const { return find_in(classes, id); }

  std::map<std::string, OfDomain> domains;
  std::map<std::string, OfClass> classes;

 private:
  template <class Map>
  static typename Map::mapped_type find_in(const Map& map, const std::string& id) {
    const auto found = map.find(id);
    return found == map.end() ? nullptr : found->second;
  }
};

/// What was read before, in other transactions: documents of one settings generation.
class SettingsMemory {
 public:
  virtual ~SettingsMemory() = default;
  virtual SettingsDocuments::OfDomain domain(std::int64_t generation,
                                             const std::string& id) const = 0;
  virtual SettingsDocuments::OfClass lms_class(std::int64_t generation,
                                               const std::string& id) const = 0;
};

/// Reads through the memory, if there is one. Lives as long as the transaction. Documents that
/// cannot be read are Code::config: people have to save them again.
class SettingsView {
 public:
  explicit SettingsView(outbox::Transaction& transaction, const SettingsMemory* memory = nullptr)
      : transaction_(transaction), memory_(memory) {}

  Result<std::int64_t> generation();
  Result<settings::Effective> effective(const std::vector<gradebook::DomainId>& path,
                                        const gradebook::ClassId& class_id);
  const SettingsDocuments& learned() const { return learned_; }
  /// From here on as if that were stored. Such a view is only asked, and nothing of it is kept.
  void suppose(const gradebook::DomainId& id, settings::DomainSettings settings);
  void suppose(const gradebook::ClassId& id, settings::ClassSettings settings);

 private:
  Result<SettingsDocuments::OfDomain> domain(const std::string& id);
  Result<SettingsDocuments::OfClass> lms_class(const std::string& id);

  outbox::Transaction& transaction_;
  const SettingsMemory* memory_;
  std::optional<std::int64_t> generation_;
  SettingsDocuments learned_;
};

/// What holds in a domain where no class has a say.
Result<settings::Effective> effective_of_domain(outbox::Transaction& transaction,
                                                SettingsView& settings,
                                                const gradebook::DomainId& domain);

} // namespace passback::decision
