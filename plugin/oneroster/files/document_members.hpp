// The members of a document (documents.hpp) one by one, so that a file says what the request would
// say. Numbers keep the text that they were written with: no double stands between. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace passback::oneroster {

class DocumentMembers {
 public:
  /// document: {"result":{...}} and its like, as result_document and its like make it.
  explicit DocumentMembers(std::string_view document);

  /// A text, a number as it was written, true or false; empty = it is not there.
  std::string text(std::string_view name) const;
  /// The sourcedId of a reference; empty = it is not there.
  std::string id(std::string_view name) const;
  /// The first ten characters of a date or date-time.
  std::string day(std::string_view name) const { return text(name).substr(0, 10); }
  /// A list or an object, read; null = it is not there.
  boost::json::value value(std::string_view name) const;

 private:
  std::map<std::string, std::string, std::less<>> members_; ///< name -> JSON of its value
};

} // namespace passback::oneroster
