#include "host_stub/commands/settings_card.hpp"

#include "host_stub/support/json_text.hpp"

namespace host_stub::commands {

boost::json::object save_request(boost::json::object values) {
  if (values.contains("schema")) {
    return values;
  }
  return {{"schema", "lms.form_input/1"}, {"action", "save"}, {"values", std::move(values)}};
}

Answer answer_of_card(boost::json::value reply, const std::string& domain_title) {
  const auto* object = reply.if_object();
  const auto* errors = object == nullptr ? nullptr : object->if_contains("errors");
  bool refused = errors != nullptr && errors->is_array() && !errors->get_array().empty();
  std::string text = refused ? "The settings of " + domain_title + " were not saved:\n" +
                                   to_json_text(*errors) + "\n"
                             : "Saved the SIS settings of " + domain_title + ".\n";
  return {std::move(reply), std::move(text), refused ? ExitCode::refused_by_plugin : ExitCode::ok};
}

} // namespace host_stub::commands
