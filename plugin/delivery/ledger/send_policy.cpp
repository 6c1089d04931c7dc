#include "plugin/delivery/ledger/send_policy.hpp"

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::delivery {

Result<settings::Effective> SendPolicy::work_out(const gradebook::DomainId& domain,
                                                 const gradebook::ClassId& class_id) {
  PASSBACK_TRY_AS(auto path, outbox::known_path(transaction_, domain));
  if (path.empty()) {
    path.push_back(domain);
  }
  auto effective = settings_.effective(path, class_id);
  if (!effective && effective.error().code == Code::config) {
    settings::Effective unreadable;
    unreadable.why_not = Code::config;
    return unreadable;
  }
  return effective;
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

} // namespace passback::delivery
