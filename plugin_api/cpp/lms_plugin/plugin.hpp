// plugin.hpp - the contract for a plugin that is written in C++: the barrier at the C boundary,
// asking the host, and registering menu items as lambdas.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_PLUGIN_HPP
#define LMS_PLUGIN_PLUGIN_HPP

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "lms_plugin/status.hpp"

namespace lms_plugin {

/// Copies text into a fixed array: NUL-terminated, cut at a UTF-8 boundary.
template <std::size_t N> void copy_cut(char (&out)[N], std::string_view text) noexcept {
  std::size_t size = std::min(text.size(), N - 1);
  while (size < text.size() && size > 0 &&
         (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) {
    --size;
  }
  std::memcpy(out, text.data(), size);
  out[size] = '\0';
}

/// Fills the caller's error, if there is one that is big enough, and returns the status.
inline lms_status fill_error(lms_error* error, const Status& status) noexcept {
  if (error != nullptr && status.value != LMS_OK && LMS_HAS(error, lms_error, next_step)) {
    error->status = status.value;
    error->http_status = status.http_status;
    error->flags = status.flags;
    copy_cut(error->code, status.code);
    copy_cut(error->message, status.message);
    copy_cut(error->next_step, status.next_step);
  }
  return status.value;
}

/// The barrier of every function that C calls: runs body (which returns a Status) and lets nothing
/// out.
template <class F> lms_status guarded(lms_error* error, F&& body) noexcept {
  try {
    return fill_error(error, body());
  } catch (...) {
    // Built without allocating: memory may be what ran out.
    if (error != nullptr && LMS_HAS(error, lms_error, next_step)) {
      error->status = LMS_E_INTERNAL;
      error->http_status = 0;
      error->flags = 0;
      copy_cut(error->code, "plugin.exception");
      copy_cut(error->message, "The plugin met a defect of its own.");
      copy_cut(error->next_step, "Report it to its makers.");
    }
    return LMS_E_INTERNAL;
  }
}

/// What the host said to one question.
struct Answer {
  enum class Kind { none, ok, failed, later };
  Kind kind = Kind::none;
  lms_status status = LMS_E_HOST_NO_REPLY; ///< LMS_OK if ok; what the host said if failed
  std::string data;                        ///< the answer, or the reason
  lms_request_id request_id = 0;           ///< for later
  int further_acts = 0;                    ///< acts after the first, which are ignored: log them
};

/// Asks the host: hands ask a reply that is valid until it returns, and returns what was done with
/// it.
///   const Answer answer = ask_host(id, [&](const lms_reply* reply) { host.secret_get(host.ctx,
///   reply, name, len); });
/// No lock may be held: the host may call back into the plugin.
template <class F> Answer ask_host(lms_request_id request_id, F&& ask) {
  struct Asked {
    Answer answer;
    static void settle(const lms_reply* reply, Answer::Kind kind, lms_status status,
                       const char* data, std::uint64_t len) noexcept {
      Answer& answer = static_cast<Asked*>(reply->ctx)->answer;
      if (answer.kind != Answer::Kind::none) {
        ++answer.further_acts;
        return;
      }
      try {
        answer.data.assign(data != nullptr ? data : "", data != nullptr ? len : 0);
        answer.kind = kind;
        answer.status = status;
      } catch (...) { // NOLINT(bugprone-empty-catch): too little memory for the answer is no answer
      }
    }
    static void LMS_CALL ok(const lms_reply* reply, const char* data, std::uint64_t len) {
      settle(reply, Answer::Kind::ok, LMS_OK, data, len);
    }
    static void LMS_CALL fail(const lms_reply* reply, lms_status status, const char* message,
                              std::uint64_t len) {
      settle(reply, Answer::Kind::failed, status < 0 ? status : LMS_E_HOST_REPLY, message, len);
    }
    static void LMS_CALL later(const lms_reply* reply) {
      settle(reply, Answer::Kind::later, LMS_OK, nullptr, 0);
    }
  };
  Asked asked;
  asked.answer.request_id = request_id;
  const lms_reply reply{sizeof(lms_reply), 0, request_id, &asked, &Asked::ok, &Asked::fail,
                        &Asked::later};
  ask(&reply);
  return std::move(asked.answer);
}

/// A menu item as lambdas. state is [any], invoke is [host]; both may throw: the barrier is in
/// front.
struct MenuItem {
  std::string id; ///< place, slash, name
  std::string label;
  std::string permission;
  std::uint32_t order = 0;
  std::function<Status(const lms_action_context&, lms_item_state&)> state;
  /// Appends the answer to document.
  std::function<Status(const lms_action_context&, std::string_view input, std::string& document)>
      invoke;
  std::string view_permission{}; ///< whoever has it may open the item, and changes nothing
};

/// The items that a plugin registers. Must live until the instance is destroyed: the host keeps
/// pointers into it.
class Menu {
 public:
  void add(MenuItem item) { items_.push_back(std::move(item)); }

  /// Hands every item to the host's register_menu.
  Answer register_with(const lms_host& host, lms_request_id request_id) {
    std::deque<std::string> places;
    std::vector<lms_menu_item> rows;
    for (MenuItem& item : items_) {
      places.push_back(item.id.substr(0, item.id.find('/')));
      rows.push_back({sizeof(lms_menu_item), item.order, to_str(item.id), to_str(places.back()),
                      to_str(item.label), lms_str{}, to_str(item.permission), &item, &Menu::state,
                      &Menu::invoke, to_str(item.view_permission)});
    }
    return ask_host(request_id, [&](const lms_reply* reply) {
      host.register_menu(host.ctx, reply, rows.data(), rows.size(), sizeof(lms_menu_item));
    });
  }

  /// For lms_plugin_api::item_state and item_invoke, which find the same items by id.
  [[nodiscard]] MenuItem* find(std::string_view id) {
    const auto found = std::find_if(items_.begin(), items_.end(),
                                    [&](const MenuItem& item) { return item.id == id; });
    return found == items_.end() ? nullptr : &*found;
  }

 private:
  static Status incomplete() {
    return {LMS_E_STRUCT_SIZE,
            0,
            0,
            "call.struct_size",
            "A struct is missing or smaller than its 1.0 form.",
            ""};
  }
  static lms_status LMS_CALL state(void* ctx, const lms_action_context* who, lms_item_state* out,
                                   lms_error* error) {
    return guarded(error, [&]() -> Status {
      if (who == nullptr || out == nullptr || !LMS_HAS(who, lms_action_context, locale) ||
          !LMS_HAS(out, lms_item_state, reason)) {
        return incomplete();
      }
      return static_cast<MenuItem*>(ctx)->state(*who, *out);
    });
  }
  static lms_status LMS_CALL invoke(void* ctx, const lms_action_context* who, const char* input,
                                    std::uint64_t len, const lms_sink* output, lms_error* error) {
    return guarded(error, [&]() -> Status {
      if (who == nullptr || output == nullptr || !LMS_HAS(who, lms_action_context, locale) ||
          !LMS_HAS(output, lms_sink, write)) {
        return incomplete();
      }
      std::string document;
      Status status =
          static_cast<MenuItem*>(ctx)->invoke(*who, std::string_view(input, len), document);
      if (status.ok()) {
        output->write(output->ctx, document.data(), document.size());
      }
      return status;
    });
  }

  std::deque<MenuItem> items_; // a deque: addresses stay
};

} // namespace lms_plugin

#endif
