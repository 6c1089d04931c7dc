// Building lms.form/1: what a host draws without knowing what it is about.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/platform/codes.hpp"

namespace passback::actions {

struct Choice {
  std::string value, label;
  std::vector<std::string> notes = {}; ///< what to know before choosing it
};

class FormDocument {
 public:
  FormDocument(std::string_view item, std::string_view title, std::string_view submit_schema);

  /// kind: switch, text, url, secret, choice, domains, activities, category_map. value may be null
  /// (inherited, or not set).
  boost::json::object& field(std::string_view name, std::string_view kind, std::string_view label,
                             std::string_view help, boost::json::value value);
  void choices(boost::json::object& field, const std::vector<Choice>& choices);
  void note(std::string_view severity, Code code, std::string_view text);
  /// A question that has to be answered by an operation of its own.
  void question(std::string_view name, std::string_view text, const std::vector<Choice>& ops);
  boost::json::object finish() &&;

 private:
  boost::json::object document_;
  boost::json::array fields_, notes_, questions_;
};

/// The value of a field of kind category_map: a row for each that has a title, with what was chosen
/// for it. A row without a title is shown by its id.
boost::json::object chosen_rows(const std::map<std::string, std::string>& titles,
                                const std::map<std::string, std::string>& chosen);

} // namespace passback::actions
