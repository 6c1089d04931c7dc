#include "plugin/oneroster/auth/auth.hpp"

namespace passback::oneroster {

std::string scopes(OneRosterVersion version, const Operations& operations) {
  const bool is_1p2 = version == OneRosterVersion::v1p2;
  const std::string prefix =
      std::string("https://purl.imsglobal.org/spec/or/") + (is_1p2 ? "v1p2" : "v1p1") + "/scope/";
  std::string list;
  const auto ask_for = [&](bool wanted, std::string_view suffix) {
    if (wanted) {
      list += (list.empty() ? "" : " ") + prefix + std::string(suffix);
    }
  };
  ask_for(operations.read_roster, "roster-core.readonly");
  ask_for(operations.read_nested_roster, "roster.readonly");
  // The assessment routes have scopes of their own, and no POST.
  const bool assessment = operations.assessment && is_1p2;
  const std::string family = assessment ? "assessment" : "gradebook";
  ask_for(operations.read_gradebook, family + ".readonly");
  ask_for(assessment && operations.class_gradebook, "gradebook.readonly");
  ask_for(operations.put, family + ".createput");
  ask_for(operations.post && is_1p2 && !assessment, "gradebook.createpost");
  ask_for(operations.remove, family + ".delete");
  return list;
}

} // namespace passback::oneroster
