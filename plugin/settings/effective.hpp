// What holds for one class: the domain tree from the root down, then the class.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "plugin/settings/teacher_choices.hpp"

namespace passback::settings {

/// One domain of the path and its document, if it has one.
struct PathStep {
  gradebook::DomainId domain;
  std::optional<DomainSettings> settings;
};

struct Effective {
  bool allowed = false;           ///< grades may be sent
  Code why_not = Code::sync_off;  ///< sync_off, domain_excluded, not_in_pilot or not_configured;
                                  ///< meaningful if !allowed
  gradebook::DomainId decided_by; ///< the domain whose document decided, for "off because ..."
  bool automatic = false;         ///< the domain's word, narrowed by the class's
  bool create_categories =
      false; ///< the administrator's word and the teacher's; the profile's is still needed
  std::optional<Connection>
      connection; ///< also when not allowed, so that what is known can be shown
  gradebook::DomainId connection_domain;
  ClassSettings class_settings;  ///< without what is locked
  SendingRules sending;          ///< of the domains
  IdWays ids;                    ///< of the domains
  gradebook::DomainId on_for_in; ///< the domain whose `on_for` that is
  std::optional<FirstSend> first_send;
  GradingChoices grading;      ///< of the domains, with the exceptions of the class
  Locks locks;                 ///< of what a teacher may choose
  std::optional<Pause> paused; ///< of the topmost domain that has one
  gradebook::DomainId paused_in;
};

/// path: from the root to the class's domain. The nearest word wins; a domain named in
/// excluded_domains of an ancestor (or itself) is off with everything below it, whatever they say
/// for themselves.
Effective effective_settings(std::span<const PathStep> path,
                             const std::optional<ClassSettings>& of_class);

/// A pilot may leave the class out (settings/on_for.hpp).
void narrow_to_pilot(Effective& effective, std::span<const gradebook::DomainId> path,
                     const gradebook::ClassId& class_id, const std::vector<std::string>& teachers);

/// Both speak to an SIS, and to the same one.
bool same_sis(const Effective& a, const Effective& b);

} // namespace passback::settings
