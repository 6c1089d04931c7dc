#pragma once
// Failures as OneRoster tells them: a status, a code of the imsx vocabulary and a sentence, in the
// shape of the version that was asked. 1.1 and 1.2 differ in shape, in words and, for bad bodies,
// in the status.
#include <string>
#include <vector>

#include "host_stub/http/message.hpp"
#include "host_stub/sis/config.hpp"
#include "host_stub/sis/json.hpp"
#include "host_stub/sis/model.hpp"

namespace host_stub::sis {

/// imsx_codeMinor, in the words of 1.2; the 1.1 words are chosen when the answer is written.
enum class Minor {
  none, ///< the vocabulary has no word for it (405, 415)
  invalid_filter_field,
  invalid_selection_field,
  invalid_blank_selection_field, ///< 1.1 only
  invalid_sort_field,            ///< 1.1 only
  invaliddata,
  unauthorisedrequest,
  forbidden,
  server_busy,
  unknownobject,
  deletefailure,
  internal_server_error
};

struct Failure {
  int status = 500;
  Minor minor = Minor::none;
  std::string description;
  std::vector<http::Header> headers = {};
};

/// A body, or an object in it, that is not as the standard has it; `why` names the member.
inline Failure invalid_data(std::string why) {
  return {422, Minor::invaliddata, std::move(why)};
}

/// The answer to a failed request. 1.1 has no 422: a bad body is 400 there.
http::Response error_response(const Failure& failure, Version version, const SisConfig& config);

/// 1.1 only: an entry of the statusInfoSet that stands beside the data of a 200 when a parameter
/// was ignored.
json::value warning_status(Minor minor, const std::string& description);
/// 1.1 only: the entry that some systems put beside the data of every 200.
json::value success_status();

} // namespace host_stub::sis
