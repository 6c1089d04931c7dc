#include "plugin/actions/my_classes.hpp"

#include <algorithm>
#include <array>

#include "plugin/actions/my_classes_list.hpp"
#include "plugin/actions/my_classes_preview.hpp"
#include "plugin/actions/my_classes_send.hpp"

namespace passback::actions {

bool is_of_my_classes(std::string_view op) {
  static constexpr std::array<std::string_view, 3> kOps = {"classes", "preview_classes",
                                                           "send_classes"};
  return std::ranges::find(kOps, op) != kOps.end();
}

Result<Reply> use_my_classes(const ActionParts& parts, const Asker& asker, std::string_view op,
                             const boost::json::object& input, std::chrono::milliseconds deadline) {
  if (op == "classes") {
    return list_my_classes(parts, asker, input);
  }
  return op == "preview_classes" ? preview_my_classes(parts, asker, input)
                                 : send_my_classes(parts, asker, input, deadline);
}

} // namespace passback::actions
