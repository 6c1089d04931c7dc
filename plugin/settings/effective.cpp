#include "plugin/settings/effective.hpp"

#include <algorithm>
#include <vector>

namespace passback::settings {
namespace {

struct Exclusion {
  gradebook::DomainId domain;
  gradebook::DomainId by;
};

const Exclusion* find_exclusion(const std::vector<Exclusion>& exclusions,
                                const gradebook::DomainId& domain) {
  const auto found = std::ranges::find(exclusions, domain, &Exclusion::domain);
  return found == exclusions.end() ? nullptr : &*found;
}

void note_exclusions(std::vector<Exclusion>& exclusions, const PathStep& step) {
  for (const auto& domain : step.settings->excluded_domains) {
    exclusions.push_back({domain, step.domain});
  }
}

bool excludes_itself(const PathStep& step) {
  return std::ranges::find(step.settings->excluded_domains, step.domain) !=
         step.settings->excluded_domains.end();
}

void exclude(Effective& effective, const gradebook::DomainId& by) {
  effective.allowed = false;
  effective.why_not = Code::domain_excluded;
  effective.decided_by = by;
}

// Whoever excluded a domain meant all of it. A document that both allows a domain and excludes it
// says two things; the careful one counts.
void apply_own_word(Effective& effective, const PathStep& step) {
  auto own = *step.settings;
  close_locked(own, effective.locks);
  const bool excluded = effective.why_not == Code::domain_excluded;
  if (own.allow_grades && !excluded) {
    effective.allowed = *own.allow_grades;
    effective.why_not = Code::sync_off;
    effective.decided_by = step.domain;
  }
  if (excludes_itself(step)) {
    exclude(effective, step.domain);
  }
  effective.automatic = own.send_automatically.value_or(effective.automatic);
  effective.create_categories = own.create_categories.value_or(effective.create_categories);
  inherit(effective.grading, own.grading);
  inherit(effective.sending, own.sending);
  inherit(effective.ids, own.ids);
  if (own.sending.on_for) {
    effective.on_for_in = step.domain;
  }
  inherit(effective.first_send, own.first_send);
  if (own.paused && !effective.paused) {
    effective.paused = own.paused;
    effective.paused_in = step.domain;
  }
  for (const auto& choice : own.locked) {
    effective.locks.try_emplace(choice, step.domain);
  }
  if (own.connection) {
    effective.connection = own.connection;
    effective.connection_domain = step.domain;
  }
}

void apply_class(Effective& effective, const ClassSettings& of_class) {
  auto& own = effective.class_settings;
  own = of_class;
  close_locked(own, effective.locks);
  inherit(effective.grading, own.scales, own.objectives);
  if (own.send_comments) {
    effective.grading.send_comments = own.send_comments;
  }
  if (own.grade_form) {
    effective.grading.grade_form = own.grade_form;
  }
  if (own.send_final_grades) {
    effective.sending.send_final_grades = own.send_final_grades;
  }
}

} // namespace

Effective effective_settings(std::span<const PathStep> path,
                             const std::optional<ClassSettings>& of_class) {
  Effective effective;
  std::vector<Exclusion> exclusions;
  for (const auto& step : path) {
    if (const auto* exclusion = find_exclusion(exclusions, step.domain)) {
      exclude(effective, exclusion->by);
    }
    if (step.settings) {
      apply_own_word(effective, step);
      note_exclusions(exclusions, step);
    }
  }
  if (of_class) {
    apply_class(effective, *of_class);
  }
  effective.automatic =
      effective.automatic && effective.class_settings.send_automatically.value_or(true);
  effective.create_categories =
      effective.create_categories &&
      (effective.class_settings.create_categories || effective.locks.contains("create_categories"));
  if (effective.allowed && !effective.connection) {
    effective.allowed = false;
    effective.why_not = Code::not_configured;
  }
  return effective;
}

void narrow_to_pilot(Effective& effective, std::span<const gradebook::DomainId> path,
                     const gradebook::ClassId& class_id, const std::vector<std::string>& teachers) {
  const auto& rule = effective.sending.on_for;
  if (effective.allowed && rule && !is_on_for(*rule, path, class_id, teachers)) {
    effective.allowed = false;
    effective.why_not = Code::not_in_pilot;
    effective.decided_by = effective.on_for_in;
  }
}

bool same_sis(const Effective& a, const Effective& b) {
  return a.connection && b.connection && a.connection->id == b.connection->id &&
         a.connection->generation == b.connection->generation;
}

} // namespace passback::settings
