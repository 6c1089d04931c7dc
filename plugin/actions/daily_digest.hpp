// The daily digest: what there is to do about the grades of a domain, told once a day to each of
// its readers, at an hour of the domain's time zone, and not at all when there is nothing to do.
// Grades that arrived are a line of it, never a notice each.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plugin/actions/due_notice.hpp"
#include "plugin/actions/taught_classes.hpp"

namespace passback::actions {

/// The digests of one domain. `told` names the readers of the digest before ("" = administrators);
/// it becomes those of this one. Pure.
std::vector<DueNotice> digests_of(const gradebook::DomainId& domain, const std::string& sis_name,
                                  const std::vector<TaughtClass>& classes,
                                  std::set<std::string>& told);

} // namespace passback::actions
