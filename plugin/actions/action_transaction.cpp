#include "plugin/actions/action_transaction.hpp"

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {

Status read_work(const ActionParts& parts,
                 const std::function<Status(decision::UnitOfWork&)>& body) {
  return parts.store.intake().read([&](outbox::Transaction& transaction) {
    decision::UnitOfWork work(transaction, parts.profiles, nullptr, parts.default_domain,
                              parts.clock.unix_ms());
    work.accept_unknown_domains();
    return body(work);
  });
}

Status commit_work(const ActionParts& parts, std::chrono::milliseconds deadline,
                   const std::function<Status(decision::UnitOfWork&)>& body) {
  return parts.store.intake().commit(deadline, [&](outbox::Transaction& transaction) {
    decision::UnitOfWork work(transaction, parts.profiles, nullptr, parts.default_domain,
                              parts.clock.unix_ms());
    work.accept_unknown_domains();
    return body(work);
  });
}

Status learn_domain(const ActionParts& parts, const gradebook::DomainId& domain,
                    std::chrono::milliseconds deadline) {
  bool known = false;
  const auto read = parts.store.intake().read([&](outbox::Transaction& transaction) {
    auto path = outbox::known_path(transaction, domain);
    if (!path) {
      return Status(path.error());
    }
    known = !path->empty();
    return ok_status();
  });
  if (!read || known) {
    return read;
  }
  PASSBACK_TRY_AS(auto path, parts.domains.path(domain));
  return parts.store.intake().commit(deadline, [&](outbox::Transaction& transaction) {
    return intake::keep_path(transaction, path);
  });
}

texts::Words language_of(const ActionParts& parts, const Asker& asker) {
  return parts.languages.words(asker.locale);
}

gradebook::DomainId domain_of(const ActionParts& parts, const Asker& asker) {
  return asker.domain.empty() ? parts.default_domain : asker.domain;
}

decision::Origin origin_of(const Asker& asker) {
  decision::Origin origin;
  origin.domain_id = asker.domain;
  origin.school_year = asker.school_year;
  origin.class_id = asker.class_id;
  return origin;
}

Result<std::vector<outbox::Record>> line_items_of_class(decision::UnitOfWork& work,
                                                        const decision::ClassView& view) {
  constexpr int kMostActivities = 2000;
  outbox::RecordFilter filter;
  filter.class_id = view.class_id;
  filter.school_year = view.school_year;
  filter.kind = outbox::Kind::line_item;
  filter.limit = kMostActivities;
  return work.transaction.records(filter);
}

} // namespace passback::actions
