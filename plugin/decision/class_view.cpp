#include "plugin/decision/class_view.hpp"

#include <algorithm>

#include "plugin/decision/restored.hpp"
#include "plugin/oneroster/profile/profile_for_file.hpp"
#include "plugin/oneroster/profile/profile_with_choices.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

void use_connection(ClassView& view, const oneroster::ProfileCatalog& profiles) {
  if (!view.effective.connection) {
    return;
  }
  view.profile = profiles.find(view.effective.connection->profile);
  if (view.profile == nullptr) {
    view.unusable = Code::profile_missing;
    return;
  }
  if (oneroster::changes_profile(*view.profile, view.effective.grading)) {
    view.own_profile = std::make_shared<const oneroster::Profile>(
        oneroster::with_choices(*view.profile, view.effective.grading));
    view.profile = view.own_profile.get();
  }
  if (settings::goes_by_file(*view.effective.connection)) {
    view.own_profile =
        std::make_shared<const oneroster::Profile>(oneroster::profile_for_file(*view.profile));
    view.profile = view.own_profile.get();
    view.endpoint = {};
    view.endpoint.version = view.profile->oneroster;
    return;
  }
  auto endpoint = oneroster::resolve_endpoint(*view.effective.connection, *view.profile);
  if (endpoint) {
    view.endpoint = std::move(*endpoint);
  } else {
    view.unusable = endpoint.error().code;
  }
}

// An administrator may have chosen that only self-paced classes send by themselves.
Status narrow_automatic(settings::Effective& effective,
                        const std::optional<outbox::ClassRow>& row) {
  if (!effective.automatic ||
      effective.sending.automatic_for != settings::AutomaticFor::self_paced) {
    return ok_status();
  }
  effective.automatic = false;
  if (row && !row->facts.empty()) {
    PASSBACK_TRY_AS(const auto facts, gradebook::class_facts_from_json(row->facts));
    effective.automatic = facts.self_paced;
  }
  return ok_status();
}

} // namespace

Result<UnitOfWork::ClassRow> UnitOfWork::row_of(const gradebook::ClassId& id,
                                                const gradebook::SchoolYear& year) {
  if (!last_row_ || last_row_->id != id || last_row_->year != year) {
    PASSBACK_TRY_AS(auto row, transaction.lms_class(id, year));
    last_row_ = LastRow{id, year, std::move(row)};
  }
  return last_row_->row;
}

Result<ClassView> UnitOfWork::open_class(const Origin& origin) {
  PASSBACK_TRY_AS(const auto row, row_of(origin.class_id, origin.school_year));
  return open_class(origin, domain_of_class(row, said_of_class(origin)));
}

Result<ClassView> UnitOfWork::open_class(const Origin& origin,
                                         const gradebook::StudentId& student) {
  PASSBACK_TRY_AS(const auto own, settings_.own_domains(origin.class_id, origin.school_year));
  if (own.empty()) {
    return open_class(origin);
  }
  PASSBACK_TRY_AS(const auto row, row_of(origin.class_id, origin.school_year));
  PASSBACK_TRY_AS(const auto enrolment,
                  transaction.enrolment(origin.class_id, origin.school_year, student.value));
  return open_class(origin, domain_of_student(row, said_of_class(origin), enrolment));
}

Result<gradebook::DomainId> UnitOfWork::domain_of(const outbox::Record& record) {
  PASSBACK_TRY_AS(const auto row, row_of(record.key.class_id, record.key.school_year));
  PASSBACK_TRY_AS(auto domain, settings_.domain_of(record, row));
  return domain.empty() ? default_domain_ : domain;
}

Result<ClassView> UnitOfWork::open_class_of(const outbox::Record& record) {
  Origin origin;
  origin.school_year = record.key.school_year;
  origin.class_id = record.key.class_id;
  PASSBACK_TRY_AS(const auto domain, domain_of(record));
  PASSBACK_TRY_AS(auto view, open_class(origin, domain));
  // Rows of an earlier use of the class are placed as what they are.
  view.incarnation = record.key.incarnation;
  return view;
}

Result<std::vector<gradebook::DomainId>> UnitOfWork::domains_of_class(const Origin& origin) {
  PASSBACK_TRY_AS(const auto row, row_of(origin.class_id, origin.school_year));
  PASSBACK_TRY_AS(auto domains, settings_.own_domains(origin.class_id, origin.school_year));
  const auto& of_class = domain_of_class(row, said_of_class(origin));
  std::erase(domains, of_class);
  domains.insert(domains.begin(), of_class);
  return domains;
}

Result<std::vector<ClassView>> UnitOfWork::open_class_by_sis(const Origin& origin) {
  PASSBACK_TRY_AS(auto of_class, open_class(origin));
  PASSBACK_TRY_AS(const auto domains, domains_of_class(origin));
  std::vector<ClassView> found{std::move(of_class)};
  for (const auto& domain : domains) {
    auto view = open_class(origin, domain);
    if (!view && view.error().code == Code::config) {
      continue;
    }
    if (!view) {
      return view.error();
    }
    const auto same = std::ranges::find_if(found, [&](const ClassView& one) {
      return settings::same_sis(one.effective, view->effective);
    });
    if (same == found.end()) {
      found.push_back(std::move(*view));
    } else if (!same->effective.allowed) {
      *same = std::move(*view);
    }
  }
  return found;
}

Result<ClassView> UnitOfWork::open_class_that_syncs(const Origin& origin) {
  PASSBACK_TRY_AS(const auto domains, domains_of_class(origin));
  for (const auto& domain : domains) {
    const auto view = open_class(origin, domain);
    if (view ? view->effective.allowed : view.error().code != Code::config) {
      return view;
    }
  }
  return open_class(origin);
}

Result<ClassView> UnitOfWork::open_class(const Origin& origin, const gradebook::DomainId& domain) {
  if (last_ && last_->view.class_id == origin.class_id &&
      last_->view.school_year == origin.school_year && last_->view.domain_id == domain &&
      last_->incarnation == origin.class_incarnation) {
    return last_->view;
  }
  PASSBACK_TRY_AS(const auto row, row_of(origin.class_id, origin.school_year));
  ClassView view;
  view.class_id = origin.class_id;
  view.school_year = origin.school_year;
  view.domain_id = domain;
  view.incarnation = origin.class_incarnation;
  if (row && view.incarnation == 0) {
    view.incarnation = row->incarnation;
  }
  PASSBACK_TRY_AS(auto held, settings_.held_in(domain, origin.class_id, origin.school_year, row));
  view.effective = *held.effective;
  PASSBACK_TRY(narrow_automatic(view.effective, row));
  view.links = std::move(held.links);
  view.of_other_sis = held.of_other_sis;
  if (view.of_other_sis) {
    PASSBACK_TRY_AS(view.elsewhere, outbox::links_of(row));
  }
  PASSBACK_TRY_AS(view.settings_generation, settings_.view().generation());
  use_connection(view, profiles_);
  last_ = Last{origin.class_incarnation, view};
  return view;
}

Result<ClassInSis> UnitOfWork::class_in_sis(const ClassView& view,
                                            const gradebook::SourcedId& sis_class_id) {
  if (!view.effective.connection) {
    return ClassInSis{};
  }
  const auto& connection = *view.effective.connection;
  return in_sis.judged({connection.id, connection.generation, sis_class_id}, view.profile);
}

Result<std::int64_t> UnitOfWork::restored_seq() {
  if (!restored_seq_) {
    PASSBACK_TRY_AS(restored_seq_, read_restored_seq(transaction));
  }
  return *restored_seq_;
}

} // namespace passback::decision
