#include "plugin/decision/enrolment_settings.hpp"

#include <algorithm>

#include "plugin/decision/permission.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {
namespace {

using gradebook::DomainId;
using outbox::ClassRow;
using outbox::Kind;
using outbox::Record;

// A walk over a whole site asks for each class once.
constexpr std::size_t kMostKnown = 256;
constexpr std::int32_t kTeacherRole = 2; // LMS_ROLE_TEACHER

// Ids of the SIS of the class's own domain are left out. What was chosen for one SIS class by its
// id stays: a category, a place for a final grade.
std::shared_ptr<const settings::Effective> at_other_sis(const settings::Effective& effective) {
  auto there = effective;
  auto& of_class = there.class_settings;
  std::erase_if(of_class.category_map,
                [](const auto& one) { return !settings::is_of_sis_class(one.first); });
  of_class.default_category.clear();
  of_class.activity_categories.clear();
  of_class.period_map.clear();
  of_class.activity_periods.clear();
  of_class.standards_category.clear();
  return std::make_shared<const settings::Effective>(std::move(there));
}

outbox::IdsAskedFor ids_asked_for(const settings::IdWays& ids) {
  return {settings::asks_host(ids.classes), settings::asks_host(ids.enrolments),
          settings::asks_host(ids.users)};
}

} // namespace

const DomainId& domain_of_class(const std::optional<ClassRow>& row, const DomainId& said) {
  return row && !row->domain_id.empty() ? row->domain_id : said;
}

const DomainId& domain_of_student(const std::optional<ClassRow>& row, const DomainId& said,
                                  const std::optional<outbox::EnrolmentRow>& student) {
  return student && !student->domain_id.empty() ? student->domain_id : domain_of_class(row, said);
}

Result<EnrolmentSettings::Effective>
EnrolmentSettings::effective_in(const DomainId& domain, const gradebook::ClassId& class_id,
                                const gradebook::SchoolYear& year) {
  const auto key = std::tuple(class_id, year, domain);
  if (const auto found = known_.find(key); found != known_.end()) {
    return found->second;
  }
  PASSBACK_TRY_AS(auto path, outbox::known_path(transaction_, domain));
  if (path.empty()) {
    if (!accept_unknown_) {
      unknown_domain_ = domain;
      return Error{Code::state, "the path of a domain is not known"};
    }
    path.push_back(domain);
  }
  PASSBACK_TRY_AS(auto effective, view_.effective(path, class_id));
  if (effective.allowed && effective.sending.on_for && !effective.sending.on_for->everyone) {
    std::vector<std::string> teachers;
    if (!effective.sending.on_for->teachers.empty()) {
      PASSBACK_TRY_AS(teachers, teachers_of(class_id, year));
    }
    settings::narrow_to_pilot(effective, path, class_id, teachers);
  }
  if (known_.size() >= kMostKnown) {
    known_.clear();
  }
  auto kept = std::make_shared<const settings::Effective>(std::move(effective));
  known_.emplace(key, kept);
  return kept;
}

Result<std::vector<std::string>> EnrolmentSettings::teachers_of(const gradebook::ClassId& class_id,
                                                                const gradebook::SchoolYear& year) {
  PASSBACK_TRY_AS(const auto people, transaction_.enrolments(class_id, year));
  std::vector<std::string> teachers;
  for (const auto& one : people) {
    if (one.role == kTeacherRole && !one.ended) {
      teachers.push_back(one.user_id);
    }
  }
  return teachers;
}

Result<Held> EnrolmentSettings::held_in(const DomainId& domain, const gradebook::ClassId& class_id,
                                        const gradebook::SchoolYear& year,
                                        const std::optional<ClassRow>& row) {
  Held held;
  PASSBACK_TRY_AS(held.effective, effective_in(domain, class_id, year));
  if (row && !row->domain_id.empty() && row->domain_id != domain) {
    const auto of_class = effective_in(row->domain_id, class_id, year);
    if (!of_class && of_class.error().code != Code::config) {
      return of_class.error();
    }
    held.of_other_sis = !of_class || !settings::same_sis(*held.effective, **of_class);
  }
  const auto asked_for = ids_asked_for(held.effective->ids);
  if (held.of_other_sis) {
    held.effective = at_other_sis(*held.effective);
    held.links.asked_for = asked_for;
  } else {
    PASSBACK_TRY_AS(held.links, outbox::links_of(row, asked_for));
  }
  return held;
}

Result<EnrolmentSettings::Domains>
EnrolmentSettings::own_domains(const gradebook::ClassId& class_id,
                               const gradebook::SchoolYear& year) {
  const auto key = std::pair(class_id, year);
  if (const auto found = own_domains_.find(key); found != own_domains_.end()) {
    return found->second;
  }
  PASSBACK_TRY_AS(auto own, transaction_.own_domains(class_id, year));
  if (own_domains_.size() >= kMostKnown) {
    own_domains_.clear();
  }
  return own_domains_.emplace(key, std::move(own)).first->second;
}

void EnrolmentSettings::forget_domains() {
  known_.clear();
  own_domains_.clear();
}

Result<DomainId> EnrolmentSettings::domain_of(const Record& record,
                                              const std::optional<ClassRow>& row) {
  const DomainId& of_class = domain_of_class(row, record.domain_id);
  PASSBACK_TRY_AS(auto own, own_domains(record.key.class_id, record.key.school_year));
  // What stands in somebody else's record is taken out where it is, wherever the student is now.
  const bool left_behind = outbox::is_left_behind(record);
  if (own.empty() && !left_behind) {
    return of_class;
  }
  if (record.key.kind != Kind::result || left_behind) {
    return domain_of_shared(record, of_class, std::move(own));
  }
  PASSBACK_TRY_AS(const auto student,
                  transaction_.enrolment(record.key.class_id, record.key.school_year,
                                         record.key.student_id.value));
  return domain_of_student(row, record.domain_id, student);
}

Result<DomainId> EnrolmentSettings::domain_of_shared(const Record& record, const DomainId& of_class,
                                                     Domains own) {
  const bool is_own = std::ranges::find(own, record.domain_id) != own.end();
  own.insert(own.begin(), {of_class, record.domain_id});
  for (const auto& domain : own) {
    PASSBACK_TRY_AS(const bool sends, sends_to_sis_of(record, domain));
    if (sends) {
      return domain;
    }
  }
  return is_own ? record.domain_id : of_class;
}

// Settings that cannot be read stop nobody else.
Result<bool> EnrolmentSettings::sends_to_sis_of(const Record& record, const DomainId& domain) {
  const auto effective = effective_in(domain, record.key.class_id, record.key.school_year);
  if (!effective) {
    return effective.error().code == Code::config ? Result<bool>(false) : effective.error();
  }
  return (*effective)->allowed && is_of_connection(**effective, record.key);
}

} // namespace passback::decision
