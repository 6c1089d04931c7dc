// Strong ids: a class id cannot be passed where a student id is meant.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace passback::gradebook {

/// A text id of one kind. Empty means "not known".
template <class Tag> struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string text) : value(std::move(text)) {}
  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;
};

/// The host's ids.
using DomainId = Id<struct DomainTag>;
using ClassId = Id<struct ClassTag>;
using ActivityId = Id<struct ActivityTag>;
using StudentId = Id<struct StudentTag>;
using UserId = Id<struct UserTag>;
using CategoryId = Id<struct CategoryTag>;
/// The host's name of a school year, as the host writes it ("2026").
using SchoolYear = Id<struct SchoolYearTag>;
/// A OneRoster sourcedId: the SIS's id, or the id that we propose to it.
using SourcedId = Id<struct SourcedIdTag>;

} // namespace passback::gradebook
