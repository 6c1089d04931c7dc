// Who speaks in an answer, and what its body says about what was asked. What follows from it,
// answer.hpp decides.
#pragma once

#include <string>

#include "plugin/oneroster/answers/error_body.hpp"
#include "plugin/oneroster/wire/http.hpp"

namespace passback::oneroster {

enum class Voice {
  oneroster, ///< a body in the form that OneRoster has for what it says about a request
  page,      ///< a web page: a gateway, a sign-in or a maintenance page, a web server's own words
  other,     ///< neither: anybody may have said it
};

/// A page is known by its first byte or its type, whatever its status.
bool is_page(const HttpAnswer& answer);
/// What a page calls itself, cleaned; empty if it says nothing.
std::string title_of_page(const HttpAnswer& answer);
Voice voice_of(const HttpAnswer& answer);

/// What the body says of the request, under a status that says "success".
enum class Report {
  done,    ///< nothing, "OK", or JSON without a failure
  later,   ///< taken, and not done yet
  failed,  ///< it has not worked
  unclear, ///< it cannot be read, or not be understood, or it is words without a record
};

/// Of a write. An `error` beside the data of a read is not about the data: see report_of_read.
Report report_of_write(const HttpAnswer& answer);
/// Of a read: only what OneRoster itself calls a failure.
Report report_of_read(const HttpAnswer& answer);

/// The HTTP status that says the same as a failure that was told under a success.
int status_of_failure(const ErrorBody& error);

/// 404 and 410, as anything but a page says them.
bool says_not_there(const HttpAnswer& answer);

} // namespace passback::oneroster
