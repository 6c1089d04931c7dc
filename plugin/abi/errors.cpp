#include "plugin/abi/errors.hpp"

#include <algorithm>
#include <cstring>

namespace passback::abi {

lms_status status_of(Code code) {
  switch (code) {
  case Code::none:
    return LMS_OK;
  case Code::argument:
    return LMS_E_ARGUMENT;
  case Code::state:
    return LMS_E_STATE;
  case Code::struct_size:
    return LMS_E_STRUCT_SIZE;
  case Code::utf8:
    return LMS_E_UTF8;
  case Code::unsupported:
    return LMS_E_UNSUPPORTED;
  case Code::reentrant:
    return LMS_E_REENTRANT;
  case Code::range:
    return LMS_E_RANGE;
  case Code::document:
    return LMS_E_DOCUMENT;
  case Code::denied:
  case Code::view_only:
    return LMS_E_DENIED;
  case Code::config:
  case Code::not_configured:
  case Code::profile_missing:
    return LMS_E_CONFIG;
  case Code::busy:
    return LMS_E_BUSY;
  case Code::storage:
  case Code::outbox_missing:
    return LMS_E_STORAGE;
  case Code::disk_full:
    return LMS_E_DISK_FULL;
  case Code::read_only:
    return LMS_E_READ_ONLY;
  case Code::corrupt:
    return LMS_E_CORRUPT;
  case Code::store_version:
    return LMS_E_STORE_VERSION;
  case Code::network_fs:
    return LMS_E_NETWORK_FS;
  case Code::forked:
    return LMS_E_FORKED;
  case Code::deadline:
    return LMS_E_DEADLINE;
  case Code::host_no_reply:
    return LMS_E_HOST_NO_REPLY;
  case Code::host_reply:
    return LMS_E_HOST_REPLY;
  case Code::host_missing:
    return LMS_E_HOST_MISSING;
  case Code::token_refused:
  case Code::unauthorised:
  case Code::forbidden:
    return LMS_E_AUTH;
  case Code::sis_unreachable:
  case Code::sis_tls:
  case Code::sis_timeout:
  case Code::sis_error:
  case Code::sis_busy:
  case Code::answer_unreadable:
  case Code::answer_page:
  case Code::not_shown:
  case Code::address_refused:
  case Code::address_not_allowed:
  case Code::address_not_encrypted:
  case Code::certificate_file:
    return LMS_E_REMOTE;
  default:
    return LMS_E_INTERNAL;
  }
}

void copy_text(std::string_view text, char* field, std::size_t size) {
  std::size_t length = std::min(text.size(), size - 1);
  // Step back over the continuation bytes of a character that would be cut in half.
  if (length < text.size()) {
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
      --length;
  }
  // An empty text may have no address at all.
  std::copy_n(text.begin(), length, field);
  std::memset(field + length, 0, size - length);
}

namespace {

bool is_retryable(lms_status status) {
  return status == LMS_E_BUSY || status == LMS_E_DISK_FULL || status == LMS_E_STORAGE ||
         status == LMS_E_DEADLINE || status == LMS_E_REMOTE || status == LMS_E_HOST_NO_REPLY;
}

} // namespace

lms_status report(const Error& error, lms_error* out) {
  const lms_status status = status_of(error.code);
  if (out == nullptr || out->struct_size < sizeof(lms_error))
    return status;
  const CodeInfo& row = info(error.code);
  std::string message(row.sentence);
  if (!error.detail.empty())
    message += " " + error.detail;
  const std::string_view next = !row.administrator.empty() ? row.administrator
                                : !row.teacher.empty()     ? row.teacher
                                                           : row.support;
  out->status = status;
  out->http_status = 0;
  out->flags = (is_retryable(status) ? LMS_ERROR_RETRYABLE : 0U) |
               (!row.administrator.empty() || !row.teacher.empty() ? LMS_ERROR_USER_FIXABLE : 0U);
  copy_text(row.id, out->code, sizeof out->code);
  copy_text(message, out->message, sizeof out->message);
  copy_text(next, out->next_step, sizeof out->next_step);
  return status;
}

} // namespace passback::abi
