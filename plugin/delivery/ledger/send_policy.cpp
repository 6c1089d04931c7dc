#include "plugin/delivery/ledger/send_policy.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "plugin/gradebook/domain_depth.hpp"
#include "plugin/gradebook/standard_activity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

namespace {

// Settings that cannot be read stop the classes below them, and nothing else.
settings::Effective unreadable() {
  settings::Effective effective;
  effective.why_not = Code::config;
  return effective;
}

} // namespace

Result<settings::Effective> SendPolicy::work_out(const gradebook::DomainId& domain,
                                                 const gradebook::ClassId& class_id) {
  std::vector<settings::PathStep> path;
  gradebook::DomainId at = domain;
  // A host without domains has one root, whose id may be empty: it is looked up all the same.
  while (path.size() < gradebook::kDeepestDomain && (path.empty() || !at.empty())) {
    settings::PathStep step;
    step.domain = at;
    PASSBACK_TRY_AS(auto row, transaction_.settings(outbox::Scope::domain, at.value));
    if (row) {
      auto document = settings::domain_settings_from_json(row->document);
      if (!document) {
        return unreadable();
      }
      step.settings = std::move(*document);
    }
    path.push_back(std::move(step));
    PASSBACK_TRY_AS(auto parent, transaction_.domain(at));
    at = parent ? parent->parent_id : gradebook::DomainId{};
  }
  std::reverse(path.begin(), path.end());

  std::optional<settings::ClassSettings> of_class;
  PASSBACK_TRY_AS(auto row, transaction_.settings(outbox::Scope::lms_class, class_id.value));
  if (row) {
    auto document = settings::class_settings_from_json(row->document);
    if (!document) {
      return unreadable();
    }
    of_class = std::move(*document);
  }
  return settings::effective_settings(path, of_class);
}

Result<const settings::Effective*> SendPolicy::of(const outbox::Record& record) {
  PASSBACK_TRY_AS(auto row, transaction_.lms_class(record.key.class_id, record.key.school_year));
  const bool known = row && !row->domain_id.empty();
  const gradebook::DomainId& domain = known ? row->domain_id : record.domain_id;
  const auto key = std::pair(record.key.class_id, domain);
  auto found = known_.find(key);
  if (found == known_.end()) {
    PASSBACK_TRY_AS(auto effective, work_out(domain, record.key.class_id));
    found = known_.emplace(key, std::move(effective)).first;
  }
  return &found->second;
}

Code why_not(const settings::Effective& effective, const outbox::Record& record) {
  if (!effective.allowed) {
    return effective.why_not;
  }
  const auto& connection = effective.connection;
  if (!connection || connection->id != record.key.connection_id ||
      connection->generation != record.key.connection_generation) {
    return Code::not_configured;
  }
  const auto& excluded = effective.class_settings.excluded_activities;
  const bool of_activity =
      record.key.kind == outbox::Kind::line_item || record.key.kind == outbox::Kind::result;
  if (of_activity && std::ranges::find(excluded, gradebook::host_activity(
                                                     record.key.activity_id)) != excluded.end()) {
    return Code::activity_excluded;
  }
  return Code::none;
}

} // namespace passback::delivery
