#include "plugin/actions/readiness.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "plugin/actions/csv_cell.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestList = 5000; ///< a document has at most 1 MiB
constexpr std::size_t kClassesLookedAt = 3;
constexpr std::array<std::string_view, 3> kKinds = {"class", "student", "teacher"};

// An id that the LMS has still to be asked for is not known.
Result<outbox::ClassLinks> links_in(decision::UnitOfWork& work, const outbox::ClassRow& row,
                                    const gradebook::DomainId& domain) {
  decision::Origin origin;
  origin.class_id = row.class_id;
  origin.school_year = row.school_year;
  PASSBACK_TRY_AS(auto view, work.open_class(origin, domain));
  return std::move(view.links);
}

Status add_class(decision::UnitOfWork& work, const outbox::ClassRow& row, Readiness& readiness) {
  PASSBACK_TRY_AS(const auto links, links_in(work, row, row.domain_id));
  Linked line{"class", row.class_id.value, "", links.now.value};
  if (!line.sis_id.empty()) {
    readiness.sis_classes.insert(line.sis_id);
  }
  readiness.all.push_back(std::move(line));
  return ok_status();
}

// A preview student, a guest or an assistant has no grade that goes, and needs no id.
bool is_no_student_or_teacher(intake::Role role) {
  return role == intake::Role::other || role == intake::Role::assistant ||
         role == intake::Role::guest || role == intake::Role::preview_student;
}

/// Of the domains `ours`; who has none of their own is where the class is.
Status add_people(decision::UnitOfWork& work, const outbox::ClassRow& row,
                  const std::set<gradebook::DomainId>& ours, Readiness& readiness,
                  std::map<std::pair<std::string, std::string>, std::size_t>& places) {
  PASSBACK_TRY_AS(auto people, work.transaction.enrolments(row.class_id, row.school_year));
  std::map<gradebook::DomainId, outbox::ClassLinks> links;
  for (const auto& person : people) {
    const auto role = static_cast<intake::Role>(person.role);
    const auto& domain = person.domain_id.empty() ? row.domain_id : person.domain_id;
    if (person.ended || is_no_student_or_teacher(role) || !ours.contains(domain)) {
      continue;
    }
    if (!person.own_class().empty()) {
      readiness.sis_classes.insert(person.own_class().value);
    }
    if (!links.contains(domain)) {
      PASSBACK_TRY_AS(links[domain], links_in(work, row, domain));
    }
    const auto sis_id = outbox::identity_of(person, links.at(domain)).student_sis_id.value;
    const std::string kind = role == intake::Role::teacher ? "teacher" : "student";
    const auto [place, is_new] = places.try_emplace({kind, person.user_id}, readiness.all.size());
    if (is_new) {
      readiness.all.push_back({kind, person.user_id, row.class_id.value, sis_id});
    } else if (auto& known = readiness.all[place->second]; known.sis_id.empty()) {
      known.sis_id = sis_id;
    }
  }
  return ok_status();
}

bool below(const std::vector<gradebook::DomainId>& path, const gradebook::DomainId& domain) {
  return std::find(path.begin(), path.end(), domain) != path.end();
}

/// What the SIS said about an id, of the job's report.
std::map<std::pair<std::string, std::string>, bool> answers_in(const json::object& document) {
  std::map<std::pair<std::string, std::string>, bool> known;
  const auto* report = document.if_contains("report");
  const auto* object = report == nullptr ? nullptr : report->if_object();
  const auto* asked = object == nullptr ? nullptr : object->if_contains("asked");
  if (asked == nullptr || !asked->is_array()) {
    return known;
  }
  for (const auto& one : asked->get_array()) {
    const auto* line = one.if_object();
    const auto* answer = line == nullptr ? nullptr : line->if_contains("known");
    if (answer != nullptr && answer->is_bool()) {
      known[{std::string(line->at("kind").as_string()),
             std::string(line->at("sis_id").as_string())}] = answer->get_bool();
    }
  }
  return known;
}

/// Those of the class and its students that are below `domain` and have that connection; an empty
/// id: whatever they have.
Result<std::set<gradebook::DomainId>> domains_with(decision::UnitOfWork& work,
                                                   const outbox::ClassRow& row,
                                                   const gradebook::DomainId& domain,
                                                   const std::string& connection_id) {
  std::set<gradebook::DomainId> ours;
  PASSBACK_TRY_AS(auto all, work.transaction.own_domains(row.class_id, row.school_year));
  all.push_back(row.domain_id);
  for (const auto& one : all) {
    PASSBACK_TRY_AS(const auto path, outbox::path_or_root(work.transaction, one));
    PASSBACK_TRY_AS(auto effective, work.settings().effective(path, row.class_id));
    const bool speaks = connection_id.empty() ||
                        (effective.connection && effective.connection->id == connection_id);
    if (speaks && below(path, domain)) {
      ours.insert(one);
    }
  }
  return ours;
}

Result<Readiness> look_at_roster(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                                 const std::string& connection_id) {
  PASSBACK_TRY_AS(auto classes, work.transaction.classes({}));
  Readiness readiness;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (const auto& row : classes) {
    PASSBACK_TRY_AS(const auto ours, domains_with(work, row, domain, connection_id));
    if (ours.contains(row.domain_id)) {
      PASSBACK_TRY(add_class(work, row, readiness));
    }
    if (!ours.empty()) {
      PASSBACK_TRY(add_people(work, row, ours, readiness, places));
    }
  }
  return readiness;
}

} // namespace

Result<Readiness> look_at_readiness(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                                    const settings::Connection& connection) {
  return look_at_roster(work, domain, connection.id);
}

Result<RosterCounts> count_roster(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                                  const std::optional<settings::Connection>& connection) {
  PASSBACK_TRY_AS(const auto roster,
                  look_at_roster(work, domain, connection ? connection->id : std::string()));
  RosterCounts counts;
  for (const auto& one : roster.all) {
    const std::int64_t lacks_id = one.sis_id.empty() ? 1 : 0;
    if (one.kind == "class") {
      ++counts.classes;
      counts.classes_without += lacks_id;
    } else if (one.kind == "student") {
      ++counts.students;
      counts.students_without += lacks_id;
    }
  }
  return counts;
}

json::object readiness_sample(const Readiness& readiness, std::int64_t of_each) {
  json::array samples, classes;
  for (const auto kind : kKinds) {
    std::vector<const Linked*> with_id;
    for (const auto& one : readiness.all) {
      if (one.kind == kind && !one.sis_id.empty()) {
        with_id.push_back(&one);
      }
    }
    const auto wanted = std::min(with_id.size(), static_cast<std::size_t>(of_each));
    for (std::size_t i = 0; i < wanted; ++i) {
      const auto& one = *with_id[i * with_id.size() / wanted];
      samples.push_back(json::object{{"kind", one.kind}, {"sis_id", one.sis_id}});
      if (kind == "class" && classes.size() < kClassesLookedAt) {
        classes.emplace_back(one.sis_id);
      }
    }
  }
  return {{"samples", std::move(samples)}, {"classes", std::move(classes)}};
}

void add_readiness(json::object& job_document, const Readiness& readiness, bool csv) {
  const auto answers = answers_in(job_document);
  json::object counts;
  json::array list;
  std::string text = "kind,id,class_id,sis_id,state\r\n";
  for (const auto kind : kKinds) {
    std::int64_t total = 0, with_id = 0, known = 0, unknown = 0;
    for (const auto& one : readiness.all) {
      if (one.kind != kind) {
        continue;
      }
      ++total;
      with_id += one.sis_id.empty() ? 0 : 1;
      const auto answer = answers.find({one.kind, one.sis_id});
      const bool said = answer != answers.end();
      known += said && answer->second ? 1 : 0;
      unknown += said && !answer->second ? 1 : 0;
      const std::string_view state = one.sis_id.empty()        ? "no_sis_id"
                                     : said && !answer->second ? "unknown_in_sis"
                                                               : "";
      if (state.empty()) {
        continue;
      }
      text += csv_cell(one.kind) + "," + csv_cell(one.id) + "," + csv_cell(one.class_id) + "," +
              csv_cell(one.sis_id) + "," + std::string(state) + "\r\n";
      if (list.size() < kLongestList) {
        list.push_back(json::object{{"kind", one.kind},
                                    {"id", one.id},
                                    {"class_id", one.class_id},
                                    {"sis_id", one.sis_id},
                                    {"state", state}});
      }
    }
    counts[kind == "class" ? "classes" : std::string(kind) + "s"] =
        json::object{{"total", total},
                     {"with_sis_id", with_id},
                     {"without_sis_id", total - with_id},
                     {"known_in_sis", known},
                     {"unknown_in_sis", unknown}};
  }
  job_document["counts"] = std::move(counts);
  if (csv) {
    job_document["csv"] = text;
  } else {
    job_document["list"] = std::move(list);
  }
}

} // namespace passback::actions
