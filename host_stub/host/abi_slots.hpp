#pragma once
// What a host hands to a call of the contract to be filled, a place for the error and one for
// the document, and what it makes of them.
#include <string>
#include <utility>

#include "host_stub/host/abi_text.hpp"
#include "host_stub/support/failure.hpp"
#include "lms_plugin/lms_plugin.h"

namespace host_stub::host {

// A call that the plugin did not do.
struct PluginError {
  lms_status status = LMS_OK;
  std::string code;
  std::string message;
  std::string next_step;

  Failure to_failure() const;
};

// Where a call puts its error.
class ErrorSlot {
 public:
  ErrorSlot() { error_.struct_size = sizeof error_; }
  lms_error* get() { return &error_; }
  PluginError take(lms_status status) const {
    PluginError error{status, error_.code, error_.message, error_.next_step};
    if (error.message.empty()) {
      error.message = "The plugin answered with status " + std::to_string(status) + ".";
    }
    return error;
  }

 private:
  lms_error error_{};
};

// Where a call writes its document.
class TextSink {
 public:
  const lms_sink* get() const { return &sink_; }
  std::string take() { return std::move(text_); }
  void clear() { text_.clear(); }

 private:
  static void LMS_CALL write(void* ctx, const char* data, std::uint64_t len) {
    static_cast<TextSink*>(ctx)->text_.append(view(data, len));
  }

  std::string text_;
  lms_sink sink_{
      .struct_size = sizeof(lms_sink), .reserved = 0, .ctx = this, .write = &TextSink::write};
};

} // namespace host_stub::host
