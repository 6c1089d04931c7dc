// Links that a person enters for who is not linked: each is taken as the host's own word about the
// enrolments, or the class, would be. What the host says later is newer.
//
// [intake] On the host's thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "plugin/decision/class_view.hpp"

namespace passback::intake {

struct HandLink {
  /// A class of a school year: itself, or one that the student is in.
  struct Place {
    gradebook::ClassId class_id;
    gradebook::SchoolYear school_year;
  };
  bool of_class = false; ///< else of a student
  std::string id;        ///< the host's
  gradebook::SourcedId sis_id;
  std::vector<Place> places = {}; ///< where it counts: find_link_places
};

/// Where links count: in the domain and below it, as far as grades go by that connection.
struct LinkScope {
  gradebook::DomainId domain;
  std::string connection_id;
};

/// Fills in the places of all links, with one look at all classes: the class, or every class in
/// which the student has no id. Only reads.
Status find_link_places(decision::UnitOfWork& work, std::vector<HandLink>& links,
                        const LinkScope& scope);

/// Links at the places found; who has an id there by now keeps it. Each link stands in the history,
/// by the host's id.
Status link_by_hand(decision::UnitOfWork& work, std::span<const HandLink> links,
                    const std::string& connection_id, const std::string& user);

} // namespace passback::intake
