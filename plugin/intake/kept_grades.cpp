#include "plugin/intake/kept_grades.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {

using outbox::Record;

outbox::RecordFilter kept_for(Code code) {
  outbox::RecordFilter filter;
  filter.state = outbox::State::manual;
  filter.kind = outbox::Kind::result;
  filter.code = code;
  return filter;
}

Status each_kept_grade(decision::UnitOfWork& work, Code code, const gradebook::DomainId& domain,
                       const std::function<Status(Record&)>& see) {
  outbox::Below below(work.transaction, domain);
  return outbox::each_record(work.transaction, kept_for(code), [&](Record& record) -> Status {
    PASSBACK_TRY_AS(const auto own, work.domain_of(record));
    PASSBACK_TRY_AS(const bool inside, below.holds(own));
    return inside ? see(record) : ok_status();
  });
}

Result<std::vector<KeptInClass>> kept_by_class(decision::UnitOfWork& work, Code code,
                                               const gradebook::DomainId& domain) {
  std::map<std::pair<gradebook::ClassId, gradebook::SchoolYear>, std::int64_t> found;
  PASSBACK_TRY(each_kept_grade(work, code, domain, [&](const Record& record) {
    ++found[{record.key.class_id, record.key.school_year}];
    return ok_status();
  }));
  std::vector<KeptInClass> classes;
  for (const auto& [key, grades] : found) {
    classes.push_back({key.first, key.second, grades});
  }
  return classes;
}

Result<KeptGrades> count_kept_grades(decision::UnitOfWork& work, Code code,
                                     const gradebook::DomainId& domain,
                                     const std::vector<std::string>& except) {
  KeptGrades found;
  std::set<std::pair<std::string, std::string>> classes;
  PASSBACK_TRY(each_kept_grade(work, code, domain, [&](const Record& record) {
    if (std::ranges::find(except, record.key.class_id.value) != except.end()) {
      return ok_status();
    }
    ++found.grades;
    classes.emplace(record.key.school_year.value, record.key.class_id.value);
    const auto* score = record.observed.facts.score();
    const auto scored_at = score == nullptr ? 0 : score->scored_at_unix_ms;
    if (scored_at != 0 && (found.oldest_unix_ms == 0 || scored_at < found.oldest_unix_ms)) {
      found.oldest_unix_ms = scored_at;
    }
    return ok_status();
  }));
  found.classes = static_cast<std::int64_t>(classes.size());
  return found;
}

} // namespace passback::intake
