// Takes secrets and people out of what was said with an SIS, so that a recording can be kept and
// passed on. What is not known to be harmless goes: texts survive only in members of the protocol
// (ids, types, dates, statuses); names, e-mails, titles, comments and everything in metadata go.
//
// Ids of people become person-1, person-2, ..., the same id the same name throughout, also in
// addresses; so a recording still shows who is who without telling who it is.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "plugin/oneroster/wire/http.hpp"

namespace passback::exchange {

class Redaction {
 public:
  /// This id is a person's.
  void person(const std::string& id);

  std::string url(std::string_view url);
  /// A JSON body, or a note about its size for anything else. `keep_titles`: of a request of our
  /// own, which holds no title but our own.
  boost::json::value body(std::string_view body, bool keep_titles = false);
  boost::json::object headers(const oneroster::HttpAnswer& answer);
  /// A text in which ids of people may stand.
  std::string text(std::string_view text) const;
  /// The same for every text in there.
  boost::json::value texts(const boost::json::value& value) const;

 private:
  void find_people(const boost::json::value& value, bool of_people);
  boost::json::value redacted(const boost::json::value& value, std::string_view name,
                              bool in_metadata, bool keep_titles) const;

  std::map<std::string, std::string> people_; ///< id -> person-N
};

} // namespace passback::exchange
