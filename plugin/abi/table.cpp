// The functions of the plugin's table. Each finds the instance, checks what it is given, and does
// one thing.
#include "plugin/abi/table.hpp"

#include <cstddef>

#include "plugin/abi/barrier.hpp"
#include "plugin/abi/calls.hpp"
#include "plugin/abi/handles.hpp"
#include "plugin/abi/host_pump.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/instance_events.hpp"
#include "plugin/abi/instance_menu.hpp"
#include "plugin/abi/presence.hpp"
#include "plugin/abi/profiles_extension.hpp"
#include "plugin/abi/reading.hpp"
#include "plugin/abi/sweep_pages.hpp"
#include "plugin/platform/files.hpp"

namespace passback::abi {
namespace {

constexpr std::uint32_t kDefaultPumpMs = 50;
constexpr std::chrono::milliseconds kDestroyDeadline{2'000};

/// The 1.0 form of a host's table ends at get_extension; what it does not have is NULL.
Status check_host(const lms_host* host) {
  constexpr std::size_t kTierZero = offsetof(lms_host, secret_get) + sizeof host->secret_get;
  if (host == nullptr)
    return Error{Code::argument, "host is NULL."};
  if (host->struct_size < kTierZero)
    return Error{Code::struct_size, "The host's table is smaller than tier 0."};
  if (host->abi_major != LMS_ABI_MAJOR)
    return Error{Code::unsupported, "The host speaks another major version of the contract."};
  if (host->log == nullptr || host->secret_get == nullptr)
    return Error{Code::host_missing, "log and secret_get are required."};
  return ok_status();
}

/// Runs `body(Instance&, const Call&)` on the living instance of `handle`, in this process.
template <class Body>
lms_status with_call(lms_instance handle, lms_error* err, Body&& body) noexcept {
  return guarded(err, [&]() -> Status {
    Call call;
    if (!call.may_go_on())
      return Code::forked;
    Instance* const instance = call.find(handle);
    if (instance == nullptr)
      return Error{Code::state, "No instance has this handle."};
    if (const Status process = instance->check_process(); !process.ok())
      return process;
    return body(*instance, call);
  });
}

lms_status answer_nothing_started(lms_error* err) noexcept {
  return guarded(err, []() -> Status {
    return Presence::is_refused() ? Error{Code::forked, {}}
                                  : Error{Code::state, "No instance is started."};
  });
}

/// For calls that a started instance answers. While nothing is started they touch nothing at all,
/// so that a process may fork between before_fork and after_fork whatever its other threads call.
template <class Body>
lms_status with_instance(lms_instance handle, lms_error* err, Body&& body) noexcept {
  if (!InstanceLife::any_is_started())
    return answer_nothing_started(err);
  return with_call(handle, err, [&](Instance& instance, const Call&) { return body(instance); });
}

/// As with_call, for calls that may not be made inside a service of the host's.
template <class Body>
lms_status with_instance_outside(lms_instance handle, lms_error* err, Body&& body) noexcept {
  return with_call(handle, err, [&](Instance& instance, const Call& call) -> Status {
    if (const Status outside = instance.check_not_in_service(call.mark()); !outside.ok())
      return outside;
    return body(instance);
  });
}

void retire(lms_instance handle, Instance& instance) {
  instance.end(kDestroyDeadline);
  remove_instance(handle);
}

lms_status LMS_CALL create(const lms_host* host, const char* config_json, std::uint64_t config_len,
                           lms_instance* out, lms_error* err) noexcept {
  return guarded(err, [&]() -> Status {
    if (out == nullptr)
      return Error{Code::argument, "out is NULL."};
    *out = 0;
    Call call;
    if (!call.may_go_on())
      return Code::forked;
    if (const Status sized = check_host(host); !sized.ok())
      return sized;
    const auto text = read_view("config", config_json, config_len, LMS_DOCUMENT_MAX);
    if (!text.ok())
      return text.error();
    auto config = parse_config(*text);
    if (!config.ok())
      return config.error();
    auto identity = read_identity(*host);
    if (!identity.ok())
      return identity.error();
    // One spelling for one folder, so that two instances on it are found out.
    config->data_dir = platform::canonical_path(config->data_dir);
    // A host that left a call by a jump may have forgotten the instance with it. Its services may
    // be gone too, so none of them is called.
    const lms_instance old = find_on(config->data_dir);
    if (Instance* const left = call.find(old); left != nullptr && left->is_left())
      retire(old, *left);
    const auto handle =
        add_instance(std::make_shared<Instance>(*host, std::move(*identity), std::move(*config)));
    if (!handle.ok())
      return handle.error();
    *out = *handle;
    return ok_status();
  });
}

lms_status LMS_CALL start(lms_instance handle, lms_error* err) noexcept {
  return with_instance_outside(handle, err,
                               [&](Instance& instance) { return instance.start(handle); });
}

lms_status LMS_CALL on_score(lms_instance handle, const lms_score_event* event,
                             std::uint32_t deadline_ms, lms_outcome* out, lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_score(instance, event, deadline_ms, out);
  });
}

lms_status LMS_CALL on_scores(lms_instance handle, const lms_score_event* events,
                              std::uint64_t count, std::uint64_t stride, std::uint32_t deadline_ms,
                              lms_batch_outcome* out, lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_scores(instance, events, count, stride, deadline_ms, out);
  });
}

lms_status LMS_CALL on_activity(lms_instance handle, const lms_activity_event* event,
                                std::uint32_t deadline_ms, lms_outcome* out,
                                lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_activity(instance, event, deadline_ms, out);
  });
}

lms_status LMS_CALL on_class(lms_instance handle, const lms_class_event* event,
                             std::uint32_t deadline_ms, lms_outcome* out, lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_class(instance, event, deadline_ms, out);
  });
}

lms_status LMS_CALL on_enrolment(lms_instance handle, const lms_enrolment_event* event,
                                 std::uint32_t deadline_ms, lms_outcome* out,
                                 lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_enrolment(instance, event, deadline_ms, out);
  });
}

lms_status LMS_CALL on_domain(lms_instance handle, const lms_domain_event* event,
                              std::uint32_t deadline_ms, lms_outcome* out,
                              lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) {
    return take_domain(instance, event, deadline_ms, out);
  });
}

lms_status LMS_CALL item_state(lms_instance handle, const char* item_id, std::uint64_t item_id_len,
                               const lms_action_context* who, lms_item_state* out,
                               lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) -> Status {
    const auto id = read_view("item_id", item_id, item_id_len, LMS_ID_MAX);
    return id.ok() ? show_item(instance, *id, who, out) : Status(id.error());
  });
}

lms_status LMS_CALL item_invoke(lms_instance handle, const char* item_id, std::uint64_t item_id_len,
                                const lms_action_context* who, const char* input_json,
                                std::uint64_t input_len, const lms_sink* output,
                                lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) -> Status {
    const auto id = read_view("item_id", item_id, item_id_len, LMS_ID_MAX);
    if (!id.ok())
      return id.error();
    const auto input = read_view("input", input_json, input_len, LMS_DOCUMENT_MAX);
    return input.ok() ? invoke_item(instance, *id, who, *input, output) : Status(input.error());
  });
}

lms_status LMS_CALL answer(lms_instance handle, lms_request_id request_id, lms_status status,
                           const char* data, std::uint64_t len, lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) -> Status {
    if ((data == nullptr && len != 0) || len > LMS_DOCUMENT_MAX)
      return Error{Code::argument, "data is NULL or too long."};
    const std::string_view bytes = len == 0 ? std::string_view() : std::string_view(data, len);
    return take_answer(instance, request_id, status, bytes);
  });
}

lms_status LMS_CALL pump(lms_instance handle, std::uint32_t budget_ms, lms_pump_result* out,
                         lms_error* err) noexcept {
  // Another thread may be about to fork; see with_instance.
  if (InstanceLife::any_is_forking() && !InstanceLife::any_is_started())
    return answer_nothing_started(err);
  return with_instance_outside(handle, err, [&](Instance& instance) -> Status {
    if (out != nullptr) {
      if (const Status sized = check_struct("lms_pump_result", out); !sized.ok())
        return sized;
    }
    const auto result =
        run_pump(instance, std::chrono::milliseconds(budget_ms != 0 ? budget_ms : kDefaultPumpMs));
    if (!result.ok())
      return result.error();
    if (out != nullptr) {
      out->done = result->done;
      out->pending = result->pending;
      out->next_hint_ms = result->next_hint_ms;
    }
    return ok_status();
  });
}

lms_status LMS_CALL status(lms_instance handle, const char* query_json, std::uint64_t query_len,
                           const lms_sink* output, lms_error* err) noexcept {
  return with_instance(handle, err, [&](Instance& instance) -> Status {
    const auto query = read_view("query", query_json, query_len, LMS_DOCUMENT_MAX);
    return query.ok() ? write_status(instance, *query, output) : Status(query.error());
  });
}

lms_status LMS_CALL reconcile(lms_instance handle, const char* query_json, std::uint64_t query_len,
                              const lms_sink* output, lms_error* err) noexcept {
  return with_instance_outside(handle, err, [&](Instance& instance) -> Status {
    const auto query = read_view("query", query_json, query_len, LMS_DOCUMENT_MAX);
    return query.ok() ? reconcile(instance, *query, output) : Status(query.error());
  });
}

lms_status LMS_CALL stop(lms_instance handle, std::uint32_t deadline_ms, lms_error* err) noexcept {
  return with_instance_outside(handle, err, [&](Instance& instance) {
    return instance.stop(std::chrono::milliseconds(deadline_ms));
  });
}

// Works from any state, also inside a service: after a host has jumped out of one, nobody can tell
// for sure. A call that it is really inside of keeps what it uses until it returns.
void LMS_CALL destroy(lms_instance handle) noexcept {
  guarded(nullptr, [&]() -> Status {
    Call call;
    if (!call.may_go_on())
      return Code::forked;
    Instance* const instance = call.find(handle);
    if (instance == nullptr)
      return ok_status();
    if (!instance->check_process().ok()) {
      // A child: what the instance was made of is its parent's. The memory is left as it is.
      std::make_unique<std::shared_ptr<Instance>>(remove_instance(handle)).release();
      return ok_status();
    }
    retire(handle, *instance);
    if (!instance->is_left() && instance->check_not_in_service(call.mark()).ok())
      write_log_lines(*instance);
    return ok_status();
  });
}

lms_status LMS_CALL before_fork(lms_instance handle, lms_error* err) noexcept {
  return with_instance_outside(handle, err,
                               [](Instance& instance) { return instance.before_fork(); });
}

lms_status LMS_CALL after_fork(lms_instance handle, const char* run_mode,
                               std::uint64_t run_mode_len, lms_error* err) noexcept {
  return with_call(handle, err, [&](Instance& instance, const Call&) -> Status {
    const auto mode = read_view("run_mode", run_mode, run_mode_len, 64);
    return mode.ok() ? instance.after_fork(*mode) : Status(mode.error());
  });
}

/// No instance is needed: what there is, is static.
const lms_ext_header* LMS_CALL get_extension(lms_instance, const char* id,
                                             std::uint64_t id_len) noexcept {
  if (id == nullptr)
    return nullptr;
  return std::string_view(id, id_len) == LMS_EXT_PASSBACK_PROFILES ? &profiles_extension().header
                                                                   : nullptr;
}

} // namespace

const lms_plugin_api& table() {
  static constexpr lms_plugin_api kTable{
      .struct_size = sizeof(lms_plugin_api),
      .abi_major = LMS_ABI_MAJOR,
      .abi_minor = LMS_ABI_MINOR,
      .reserved = 0,
      .info = &kInfo,
      .create = &create,
      .start = &start,
      .on_score = &on_score,
      .on_scores = &on_scores,
      .on_activity = &on_activity,
      .on_class = &on_class,
      .on_enrolment = &on_enrolment,
      .on_domain = &on_domain,
      .item_state = &item_state,
      .item_invoke = &item_invoke,
      .answer = &answer,
      .pump = &pump,
      .status = &status,
      .stop = &stop,
      .destroy = &destroy,
      .before_fork = &before_fork,
      .after_fork = &after_fork,
      .get_extension = &get_extension,
      .reconcile = &reconcile,
  };
  return kTable;
}

} // namespace passback::abi
