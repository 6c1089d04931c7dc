#include "host_stub/sis/errors.hpp"

#include "host_stub/sis/crypto.hpp"

namespace host_stub::sis {

namespace {

const char* word_1p2(Minor minor) {
  switch (minor) {
  case Minor::none:
    return nullptr;
  case Minor::invalid_filter_field:
    return "invalid_filter_field";
  case Minor::invalid_selection_field:
  case Minor::invalid_blank_selection_field:
  case Minor::invalid_sort_field: // not in the vocabulary of 1.2; the nearest word
    return "invalid_selection_field";
  case Minor::invaliddata:
    return "invaliddata";
  case Minor::unauthorisedrequest:
    return "unauthorisedrequest";
  case Minor::forbidden:
    return "forbidden";
  case Minor::server_busy:
    return "server_busy";
  case Minor::unknownobject:
    return "unknownobject";
  case Minor::deletefailure:
    return "deletefailure";
  case Minor::internal_server_error:
    return "internal_server_error";
  }
  return nullptr;
}

const char* word_1p1(Minor minor) {
  switch (minor) {
  case Minor::invaliddata:
  case Minor::deletefailure:
    return "invalid data";
  case Minor::unauthorisedrequest:
    return "unauthorized";
  case Minor::unknownobject:
    return "unknown object";
  case Minor::invalid_blank_selection_field:
    return "invalid_blank_selection_field";
  case Minor::invalid_sort_field:
    return "invalid_sort_field";
  default:
    return word_1p2(minor);
  }
}

json::object status_1p1(const char* major, const char* severity, const char* minor,
                        const std::string& description) {
  json::object status;
  status["imsx_codeMajor"] = major;
  status["imsx_severity"] = severity;
  status["imsx_messageRefIdentifier"] = random_uuid();
  status["imsx_description"] = description;
  if (minor != nullptr) {
    status["imsx_codeMinor"] = minor;
  }
  return status;
}

json::value body_1p1(const Failure& failure, const SisConfig& config) {
  const bool says_success = config.error_style == ErrorStyle::says_success;
  auto status = status_1p1(says_success ? "success" : "failure", "error", word_1p1(failure.minor),
                           failure.description);
  if (!config.error_descriptions) {
    status.erase("imsx_description");
  }
  switch (config.error_style_1p1) {
  case ErrorStyle1p1::bare: {
    const auto* minor = word_1p1(failure.minor);
    return json::object{{"CodeMajor", "failure"},
                        {"Severity", "error"},
                        {"CodeMinor", minor == nullptr ? "" : minor},
                        {"Description", config.error_descriptions ? failure.description : ""}};
  }
  case ErrorStyle1p1::object:
    return json::object{{"statusInfoSet", std::move(status)}, {"error_id", random_uuid()}};
  case ErrorStyle1p1::status_info:
    return json::object{{"statusInfo", std::move(status)}, {"error_id", random_uuid()}};
  case ErrorStyle1p1::list:
    break;
  }
  return json::object{{"statusInfoSet", json::array{std::move(status)}}};
}

json::value body_1p2(const Failure& failure, const SisConfig& config) {
  const auto style = config.error_style;
  json::object status;
  const bool unsupported = failure.status == 405 || failure.status == 415;
  status["imsx_codeMajor"] = style == ErrorStyle::says_success ? "success"
                             : unsupported                     ? "unsupported"
                                                               : "failure";
  status["imsx_severity"] = "error";
  if (config.error_descriptions) {
    status["imsx_description"] = failure.description;
  }
  if (const char* word = word_1p2(failure.minor); word != nullptr) {
    json::object field{{"imsx_codeMinorFieldName", "TargetEndSystem"},
                       {"imsx_codeMinorFieldValue", word}};
    json::object minor{{"imsx_codeMinorField", json::array{std::move(field)}}};
    if (style == ErrorStyle::text_minor) {
      status["imsx_codeMinor"] = word;
    } else {
      status[style == ErrorStyle::lower_minor ? "imsx_codeMinor" : "imsx_CodeMinor"] =
          std::move(minor);
    }
  }
  if (style == ErrorStyle::wrapped) {
    return json::object{{"statusInfoSet", json::array{std::move(status)}}};
  }
  return status;
}

} // namespace

http::Response error_response(const Failure& failure, Version version, const SisConfig& config) {
  const bool old = version == Version::v1p1;
  const int status =
      old && failure.status == 422 && failure.minor == Minor::invaliddata ? 400 : failure.status;
  auto response = http::json_response(
      status, to_text(old ? body_1p1(failure, config) : body_1p2(failure, config)));
  for (const auto& header : failure.headers) {
    response.headers.push_back(header);
  }
  return response;
}

json::value success_status() {
  return status_1p1("success", "status", nullptr, "fully successful");
}

json::value warning_status(Minor minor, const std::string& description) {
  return status_1p1("success", "warning", word_1p1(minor), description);
}

} // namespace host_stub::sis
