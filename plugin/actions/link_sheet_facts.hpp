// What the LMS says of those in a sheet of who is not linked, where it offers that: to know them
// by. Asked for outside any transaction, and kept nowhere. On the host's thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/action_transaction.hpp"
#include "plugin/actions/readiness.hpp"
#include "plugin/intake/custom_data.hpp"

namespace passback::actions {

class LinkSheetFacts {
 public:
  LinkSheetFacts(const ActionParts& parts, const Asker& asker) : parts_(parts), asker_(asker) {}

  /// Code::busy: the LMS says it later. Where it has no names, `document` says so.
  Status read(const std::vector<const Linked*>& lines, boost::json::object& document);
  std::string name(const Linked& one) const;
  /// "identifier" or "email".
  std::string field(const Linked& one, std::string_view which) const;

 private:
  Status read_fields(intake::CustomStep step, std::string_view kind,
                     const std::vector<std::string>& ids, intake::CustomAnswers& answers);

  const ActionParts& parts_;
  const Asker& asker_;
  std::map<std::string, std::string> names_;
  intake::CustomAnswers users_, classes_;
};

} // namespace passback::actions
