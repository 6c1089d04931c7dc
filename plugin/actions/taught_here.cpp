#include "plugin/actions/taught_here.hpp"

#include <set>
#include <utility>

#include "plugin/gradebook/facts.hpp"
#include "plugin/intake/events.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostNamed = 100;

std::string member_text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// What is known of a class that was named.
struct NamedStanding {
  Asker asker;
  std::string called; ///< its title, for whoever was ever in it; else its id
  bool teaches = false;
};

bool is_teacher(const std::optional<outbox::EnrolmentRow>& enrolment) {
  return enrolment && enrolment->role == static_cast<std::int32_t>(intake::Role::teacher) &&
         !enrolment->ended;
}

Result<bool> teaches_in(decision::UnitOfWork& work, const Asker& asker, const ClassKey& key) {
  PASSBACK_TRY_AS(const auto enrolment,
                  work.transaction.enrolment(key.class_id, key.school_year, asker.user.value));
  return is_teacher(enrolment);
}

Result<NamedStanding> standing_in(decision::UnitOfWork& work, const Asker& asker,
                                  const ClassKey& key) {
  auto& transaction = work.transaction;
  PASSBACK_TRY_AS(const auto row, transaction.lms_class(key.class_id, key.school_year));
  PASSBACK_TRY_AS(const auto enrolment,
                  transaction.enrolment(key.class_id, key.school_year, asker.user.value));
  NamedStanding found;
  found.asker = in_class(asker, key, row ? row->domain_id : gradebook::DomainId());
  found.called = key.class_id.value;
  found.teaches = is_teacher(enrolment);
  if (row && enrolment && !row->facts.empty()) {
    const auto facts = gradebook::class_facts_from_json(row->facts);
    found.called = facts && !facts->title.empty() ? facts->title : found.called;
  }
  return found;
}

} // namespace

std::optional<std::vector<NamedClass>> read_classes(const json::object& input,
                                                    std::vector<Problem>& problems) {
  const auto* list = input.if_contains("classes");
  if (list == nullptr) {
    return std::nullopt;
  }
  std::vector<NamedClass> named;
  std::set<ClassKey> seen;
  const auto refuse = [&](const char* key) {
    problems.push_back({"classes", say(key)});
    return std::optional(std::vector<NamedClass>());
  };
  if (!list->is_array()) {
    return refuse("problem.expected_classes");
  }
  if (list->get_array().size() > kMostNamed) {
    return refuse("problem.too_many_classes");
  }
  for (const auto& item : list->get_array()) {
    const auto* object = item.if_object();
    NamedClass one;
    if (object != nullptr) {
      one.key = {gradebook::ClassId(member_text(*object, "class_id")),
                 gradebook::SchoolYear(member_text(*object, "school_year"))};
      one.token = member_text(*object, "token");
    }
    if (one.key.class_id.empty()) {
      return refuse("problem.expected_classes");
    }
    if (seen.insert(one.key).second) {
      named.push_back(std::move(one));
    }
  }
  return named;
}

Result<std::vector<ClassKey>> classes_taught(const ActionParts& parts, const Asker& asker) {
  std::vector<ClassKey> taught;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    taught.clear();
    PASSBACK_TRY_AS(const auto classes, work.transaction.classes({}));
    for (const auto& row : classes) {
      const ClassKey key{row.class_id, row.school_year};
      PASSBACK_TRY_AS(const bool teaches, teaches_in(work, asker, key));
      if (teaches) {
        taught.push_back(key);
      }
    }
    return ok_status();
  }));
  return taught.empty() ? Result<std::vector<ClassKey>>(Code::denied) : std::move(taught);
}

Asker in_class(const Asker& asker, const ClassKey& key, const gradebook::DomainId& domain) {
  Asker there;
  there.user = asker.user;
  there.locale = asker.locale;
  there.is_operator = asker.is_operator;
  there.domain = domain;
  there.class_id = key.class_id;
  there.school_year = key.school_year;
  return there;
}

Status keep_those_she_may_send(const ActionParts& parts, std::vector<Asker>& askers) {
  std::vector<Asker> kept;
  Status unanswered = ok_status();
  for (auto& asker : askers) {
    const auto capacity = parts.permissions.may_send(asker);
    if (capacity) {
      asker.capacity = *capacity;
      kept.push_back(std::move(asker));
    } else if (capacity.error().code != Code::denied && unanswered.ok()) {
      unanswered = capacity.error();
    }
  }
  askers = std::move(kept);
  return unanswered;
}

Result<std::vector<Asker>> those_named(const ActionParts& parts, const Asker& asker,
                                       const std::vector<NamedClass>& named,
                                       std::vector<Problem>& problems) {
  std::vector<NamedStanding> found;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    found.clear();
    for (const auto& one : named) {
      PASSBACK_TRY_AS(auto standing, standing_in(work, asker, one.key));
      found.push_back(std::move(standing));
    }
    return ok_status();
  }));
  std::vector<Asker> taught;
  for (const auto& one : found) {
    if (one.teaches) {
      taught.push_back(one.asker);
    }
  }
  PASSBACK_TRY(keep_those_she_may_send(parts, taught));
  if (taught.empty()) {
    PASSBACK_TRY(classes_taught(parts, asker));
  }
  for (std::size_t i = 0, next = 0; i < found.size(); ++i) {
    const auto& asked = found[i].asker;
    const bool hers = next < taught.size() && taught[next].class_id == asked.class_id &&
                      taught[next].school_year == asked.school_year;
    next += hers ? 1 : 0;
    if (!hers) {
      problems.push_back({"classes." + std::to_string(i),
                          say("problem.class_not_taught", {{"class", found[i].called}})});
    }
  }
  return taught;
}

Result<std::vector<Asker>> those_chosen(const ActionParts& parts, const Asker& asker,
                                        const json::object& input, std::vector<NamedClass>& named,
                                        std::vector<Problem>& problems) {
  const auto read = read_classes(input, problems);
  if (!read || (read->empty() && problems.empty())) {
    problems.push_back({"classes", say("problem.expected_classes")});
  }
  if (!problems.empty()) {
    // Whoever teaches nothing is told so first.
    PASSBACK_TRY(classes_taught(parts, asker));
    return std::vector<Asker>();
  }
  named = *read;
  return those_named(parts, asker, named, problems);
}

Reply refuse_classes(const texts::Words& words, const std::vector<Problem>& problems) {
  return {json::serialize(result_document(words, false, say("result.nothing_sent"), problems)),
          false};
}

} // namespace passback::actions
