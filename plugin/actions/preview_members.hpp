// What the SIS will be told of a record that goes, or that a preview offers, member by member, as
// the documents that go say it: made by the same functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include <boost/json.hpp>

#include "plugin/decision/class_view.hpp"
#include "plugin/decision/grades_in_column.hpp"
#include "plugin/outbox/record.hpp"

namespace passback::actions {

class PreviewMembers {
 public:
  PreviewMembers(decision::UnitOfWork& work, const decision::ClassView& view)
      : work_(work), view_(view) {}

  /// Adds to the cell of a line item or result what its version `goes` tells the SIS: the released
  /// one, or the observed one that a send would release. `with_line_item`: the send would release
  /// what is new of a result's line item too.
  ///
  ///   "removes": true  it is taken out of the SIS
  ///   "to", "from"     the members that change; null = it is taken away. Without "from" it is not
  ///                    known what the SIS was told: nothing yet, or under other settings
  Status add(const outbox::Record& record, const outbox::Version& goes, bool with_line_item,
             boost::json::object& cell) const;
  /// A result that the SIS has says something else once its line item is as it is observed.
  Result<bool> says_otherwise_with_its_line_item(const outbox::Record& result) const;

 private:
  /// nullopt = it has no document: a place in the SIS that is only looked at, or one that cannot be
  /// made now, which its state says.
  using Members = Result<std::optional<boost::json::object>>;
  Members members_of_line_item(const outbox::Record& then) const;
  Members members_of_result(const outbox::Record& then, const outbox::Record& line_item) const;
  Members members_after(const outbox::Record& record, const outbox::Version& goes,
                        const outbox::Record& line_item, bool with_line_item) const;
  Members members_before(const outbox::Record& record, const outbox::Record& line_item) const;
  /// What the SIS has in a column that is to be used, and that nothing of ours is in yet: the text
  /// of the cell, and the members. nullopt = it is no such cell, or nobody knows.
  struct InColumn {
    boost::json::value text;
    std::optional<boost::json::object> members;
  };
  Result<std::optional<InColumn>> in_column(const outbox::Record& record,
                                            const outbox::Record& line_item) const;
  /// Of a result; a line item is its own.
  Result<std::optional<outbox::Record>> line_item_of(const outbox::Record& record) const;

  decision::UnitOfWork& work_;
  const decision::ClassView& view_;
  /// By line item, read once.
  mutable std::map<std::int64_t, std::optional<decision::GradesInColumn>> grades_;
};

} // namespace passback::actions
