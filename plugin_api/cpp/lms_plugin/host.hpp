// host.hpp - the contract for a host that is written in C++: services as lambdas, an instance as an
// object.
//
//   lms_plugin::Host host({.name = "My LMS", .site_id = "…"}, services);
//   lms_plugin::Instance plugin;
//   if (auto status = plugin.create(*query(LMS_ABI_MAJOR), host, config); !status.ok()) …
//
// Nothing here throws but std::bad_alloc; what a service lambda throws is stopped before it reaches
// C, and counts as "did not reply". Loading the library is the caller's (dlopen, Boost.DLL): keep
// it loaded for the life of the process. Threads: those of the C functions (plugin.h). A Host must
// outlive every Instance made with it and does not move.
//
// SPDX-License-Identifier: Apache-2.0
#ifndef LMS_PLUGIN_HOST_HPP
#define LMS_PLUGIN_HOST_HPP

#include <functional>
#include <utility>

#include "lms_plugin/ext/custom_data.h"
#include "lms_plugin/ext/people.h"
#include "lms_plugin/status.hpp"

namespace lms_plugin {

/// How a service answers. Valid until the service returns; exactly one of ok, fail and later.
class Reply {
 public:
  explicit Reply(const lms_reply* reply) noexcept : reply_(reply) {}

  void ok(std::string_view data = {}) const { reply_->ok(reply_, data.data(), data.size()); }
  void fail(lms_status status, std::string_view message) const {
    reply_->fail(reply_, status, message.data(), message.size());
  }
  /// Keeps the question open: hand the id to Instance::answer when the answer is known.
  [[nodiscard]] lms_request_id later() const {
    reply_->later(reply_);
    return reply_->request_id;
  }

 private:
  const lms_reply* reply_;
};

/// Who the host is.
struct HostIdentity {
  std::string name{};
  std::string version{};
  std::string site_id{};
  std::string site_url{};
  std::uint32_t flags = 0; ///< LMS_HOST_CALLS_PUMP, LMS_HOST_MAY_FORK
};

/// The services of host.h. One that is left empty is one that the host does not have. log and
/// secret_get are required.
struct HostServices {
  std::function<void(const lms_log_record&)> log;
  std::function<void(std::string_view name, Reply)> secret_get;
  std::function<void(const lms_menu_item& item)> register_item; ///< once for each item
  std::function<void(const lms_callbacks&)> register_callbacks;
  std::function<bool(const lms_action_context&, std::string_view permission)> permission_check;
  std::function<void(std::string_view query, Reply)> gradebook_read;
  std::function<void(std::string_view domain_id, Reply)> domain_path;
  std::function<void(std::string_view domain_id, Reply)> domain_list;
  std::function<void(std::string_view name, std::string_view value, Reply)> secret_put;
  std::function<void(const lms_notice&)> notify;
  std::function<void()>
      wake; ///< on the plugin's own thread: must not block, must not call the plugin
  // Extensions of a host (ext/people.h, ext/custom_data.h): offered where they are not empty.
  std::function<void(std::string_view query, Reply)> people_read;
  std::function<void(std::string_view query, Reply)> custom_data_read;
};

/// The host's side of the contract.
class Host {
 public:
  Host(HostIdentity identity, HostServices services)
      : identity_(std::move(identity)), services_(std::move(services)) {
    info_ = {sizeof info_,
             0,
             to_str(identity_.name),
             to_str(identity_.version),
             to_str(identity_.site_id),
             to_str(identity_.site_url)};
    table_.struct_size = sizeof table_;
    table_.abi_major = LMS_ABI_MAJOR;
    table_.abi_minor = LMS_ABI_MINOR;
    table_.flags = identity_.flags;
    table_.ctx = this;
    table_.info = &info_;
    table_.log = services_.log ? &Host::log : nullptr;
    table_.secret_get =
        services_.secret_get ? &Host::text_service<&HostServices::secret_get> : nullptr;
    table_.register_menu = services_.register_item ? &Host::register_menu : nullptr;
    table_.register_callbacks = services_.register_callbacks ? &Host::register_callbacks : nullptr;
    table_.permission_check = services_.permission_check ? &Host::permission_check : nullptr;
    table_.gradebook_read =
        services_.gradebook_read ? &Host::text_service<&HostServices::gradebook_read> : nullptr;
    table_.domain_path =
        services_.domain_path ? &Host::text_service<&HostServices::domain_path> : nullptr;
    table_.domain_list =
        services_.domain_list ? &Host::text_service<&HostServices::domain_list> : nullptr;
    table_.secret_put = services_.secret_put ? &Host::secret_put : nullptr;
    table_.notify = services_.notify ? &Host::notify : nullptr;
    table_.wake = services_.wake ? &Host::wake : nullptr;
    table_.get_extension = &Host::get_extension;
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] const lms_host& table() const noexcept { return table_; }

 private:
  static const HostServices& services(void* ctx) { return static_cast<Host*>(ctx)->services_; }

  // A service that throws has not replied, which the plugin takes as a failure.
  template <class F> static void stopped_at_c(F&& body) noexcept {
    try {
      body();
    } catch (...) { // NOLINT(bugprone-empty-catch)
    }
  }

  static void LMS_CALL log(void* ctx, const lms_log_record* record) {
    stopped_at_c([&] { services(ctx).log(*record); });
  }
  template <auto Service>
  static void LMS_CALL text_service(void* ctx, const lms_reply* reply, const char* text,
                                    std::uint64_t len) {
    stopped_at_c([&] { (services(ctx).*Service)(std::string_view(text, len), Reply(reply)); });
  }
  static void LMS_CALL register_menu(void* ctx, const lms_reply* reply, const lms_menu_item* items,
                                     std::uint64_t count, std::uint64_t stride) {
    stopped_at_c([&] {
      const char* at = reinterpret_cast<const char*>(items);
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto* item = reinterpret_cast<const lms_menu_item*>(at);
        services(ctx).register_item(*item);
        at += stride != 0 ? stride : items->struct_size;
      }
      Reply(reply).ok();
    });
  }
  static void LMS_CALL register_callbacks(void* ctx, const lms_reply* reply,
                                          const lms_callbacks* callbacks) {
    stopped_at_c([&] {
      services(ctx).register_callbacks(*callbacks);
      Reply(reply).ok();
    });
  }
  static void LMS_CALL permission_check(void* ctx, const lms_reply* reply,
                                        const lms_action_context* who, const char* permission,
                                        std::uint64_t len) {
    stopped_at_c([&] {
      Reply(reply).ok(
          services(ctx).permission_check(*who, std::string_view(permission, len)) ? "yes" : "no");
    });
  }
  static void LMS_CALL secret_put(void* ctx, const lms_reply* reply, const char* name,
                                  std::uint64_t name_len, const char* value,
                                  std::uint64_t value_len) {
    stopped_at_c([&] {
      services(ctx).secret_put(std::string_view(name, name_len), std::string_view(value, value_len),
                               Reply(reply));
    });
  }
  static void LMS_CALL notify(void* ctx, const lms_notice* notice) {
    stopped_at_c([&] { services(ctx).notify(*notice); });
  }
  static void LMS_CALL wake(void* ctx) {
    stopped_at_c([&] { services(ctx).wake(); });
  }

  static void LMS_CALL get_extension(void* ctx, const char* id, std::uint64_t len,
                                     const lms_ext_header** out) {
    static constexpr lms_ext_people kPeople{{sizeof(lms_ext_people), 1},
                                            &Host::text_service<&HostServices::people_read>};
    static constexpr lms_ext_custom_data kCustomData{
        {sizeof(lms_ext_custom_data), 1}, &Host::text_service<&HostServices::custom_data_read>};
    const std::string_view asked(id, len);
    *out = nullptr;
    if (asked == LMS_EXT_PEOPLE && services(ctx).people_read) {
      *out = &kPeople.header;
    }
    if (asked == LMS_EXT_CUSTOM_DATA && services(ctx).custom_data_read) {
      *out = &kCustomData.header;
    }
  }

  HostIdentity identity_;
  HostServices services_;
  lms_host_info info_{};
  lms_host table_{};
};

/// An instance of a plugin: made by create, destroyed with this object.
class Instance {
 public:
  Instance() = default;
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  Instance(Instance&& other) noexcept
      : api_(other.api_), handle_(std::exchange(other.handle_, 0)) {}
  Instance& operator=(Instance&& other) noexcept {
    std::swap(api_, other.api_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Instance() { destroy(); }

  [[nodiscard]] Status create(const lms_plugin_api& api, const Host& host,
                              std::string_view config_json) {
    destroy();
    api_ = &api;
    return call([&](lms_error* e) {
      return api.create(&host.table(), config_json.data(), config_json.size(), &handle_, e);
    });
  }
  [[nodiscard]] Status start() {
    return call([&](lms_error* e) { return api_->start(handle_, e); });
  }
  [[nodiscard]] Status on_score(const lms_score_event& event, lms_outcome* out = nullptr,
                                std::uint32_t deadline_ms = 0) {
    return call([&](lms_error* e) { return api_->on_score(handle_, &event, deadline_ms, out, e); });
  }
  [[nodiscard]] Status on_activity(const lms_activity_event& event, lms_outcome* out = nullptr,
                                   std::uint32_t deadline_ms = 0) {
    return call(
        [&](lms_error* e) { return api_->on_activity(handle_, &event, deadline_ms, out, e); });
  }
  [[nodiscard]] Status item_state(std::string_view item, const lms_action_context& who,
                                  lms_item_state& out) {
    out.struct_size = sizeof out;
    return call([&](lms_error* e) {
      return api_->item_state(handle_, item.data(), item.size(), &who, &out, e);
    });
  }
  /// Appends the document that the item answers with.
  [[nodiscard]] Status item_invoke(std::string_view item, const lms_action_context& who,
                                   std::string_view input, std::string& document) {
    const lms_sink sink = sink_into(document);
    return call([&](lms_error* e) {
      return api_->item_invoke(handle_, item.data(), item.size(), &who, input.data(), input.size(),
                               &sink, e);
    });
  }
  /// Appends a document lms.status/1.
  [[nodiscard]] Status status(std::string_view query, std::string& document) {
    const lms_sink sink = sink_into(document);
    return call(
        [&](lms_error* e) { return api_->status(handle_, query.data(), query.size(), &sink, e); });
  }
  [[nodiscard]] Status answer(lms_request_id id, lms_status status, std::string_view data) {
    return call([&](lms_error* e) {
      return api_->answer(handle_, id, status, data.data(), data.size(), e);
    });
  }
  [[nodiscard]] Status pump(std::uint32_t budget_ms = 0, lms_pump_result* out = nullptr) {
    if (out != nullptr) {
      out->struct_size = sizeof *out;
    }
    return call([&](lms_error* e) { return api_->pump(handle_, budget_ms, out, e); });
  }
  /// Appends a document lms.reconcile/1. LMS_E_UNSUPPORTED: the plugin is of ABI 1.0.
  [[nodiscard]] Status reconcile(std::string_view query, std::string& document) {
    if (api_ != nullptr && (!LMS_HAS(api_, lms_plugin_api, reconcile) || !api_->reconcile)) {
      return {LMS_E_UNSUPPORTED,
              0,
              0,
              "call.unsupported",
              "The plugin has no reconcile.",
              "Report the cells again as events."};
    }
    const lms_sink sink = sink_into(document);
    return call([&](lms_error* e) {
      return api_->reconcile(handle_, query.data(), query.size(), &sink, e);
    });
  }
  [[nodiscard]] Status stop(std::uint32_t deadline_ms) {
    return call([&](lms_error* e) { return api_->stop(handle_, deadline_ms, e); });
  }
  [[nodiscard]] Status before_fork() {
    return call([&](lms_error* e) { return api_->before_fork(handle_, e); });
  }
  [[nodiscard]] Status after_fork(std::string_view run_mode = {}) {
    return call([&](lms_error* e) {
      return api_->after_fork(handle_, run_mode.data(), run_mode.size(), e);
    });
  }
  void destroy() noexcept {
    if (handle_ != 0) {
      api_->destroy(std::exchange(handle_, 0));
    }
  }

  [[nodiscard]] lms_instance handle() const noexcept { return handle_; }

 private:
  static void LMS_CALL append(void* ctx, const char* data, std::uint64_t len) {
    static_cast<std::string*>(ctx)->append(data, len);
  }
  static lms_sink sink_into(std::string& text) {
    return {sizeof(lms_sink), 0, &text, &Instance::append};
  }

  // Before create there is no table to ask.
  template <class F> Status call(F&& body) {
    if (api_ == nullptr) {
      return {LMS_E_STATE,         0, 0, "call.no_instance", "There is no instance yet.",
              "Call create first."};
    }
    lms_error error = empty_error();
    const lms_status value = body(&error);
    return to_status(value, error);
  }

  const lms_plugin_api* api_ = nullptr;
  lms_instance handle_ = 0;
};

} // namespace lms_plugin

#endif
