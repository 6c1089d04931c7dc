// What a preview says beside a record that goes: it is shortened, it is left out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "plugin/decision/cell_notes.hpp"
#include "plugin/decision/class_view.hpp"
#include "plugin/outbox/record.hpp"
#include "plugin/texts/languages.hpp"

namespace passback::actions {

class PreviewNotes {
 public:
  PreviewNotes(decision::UnitOfWork& work, const decision::ClassView& view,
               const texts::Words& words)
      : work_(work), view_(view), words_(words) {}

  /// Reads the titles of the class, where the SIS wants each only once.
  Status prepare();
  /// [{"severity","code","sentence",...,"about"}]; empty = nothing to say.
  boost::json::array of(const outbox::Record& record);

 private:
  std::vector<decision::CellNote> on_dates(const outbox::Record& record,
                                           const gradebook::ActivityFacts& facts) const;
  std::vector<decision::CellNote> on_counting(const outbox::Record& record,
                                              const gradebook::ActivityFacts& facts) const;
  std::optional<gradebook::Decimal> possible_of_activity(const outbox::Record& record);
  std::string titled(const outbox::Record& record, const std::string& title) const;

  decision::UnitOfWork& work_;
  const decision::ClassView& view_;
  const texts::Words words_;
  std::map<std::string, int> titles_;
  std::map<std::int64_t, std::optional<gradebook::Decimal>> possible_; ///< by line item
};

} // namespace passback::actions
