#include "plugin/abi/instance_menu.hpp"

#include <chrono>

#include "plugin/abi/deadline.hpp"
#include "plugin/abi/errors.hpp"
#include "plugin/abi/host_permissions.hpp"
#include "plugin/abi/host_pump.hpp"
#include "plugin/abi/host_registration.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/instance_texts.hpp"
#include "plugin/abi/output.hpp"
#include "plugin/abi/reading.hpp"
#include "plugin/abi/table.hpp"

namespace passback::abi {
namespace {

constexpr std::uint32_t kActionDeadlineMs = 10'000;

Result<actions::Asker> read_asker(const lms_action_context* who) {
  if (const Status sized = check_struct("lms_action_context", who); !sized.ok())
    return sized.error();
  Reader reader("who");
  actions::Asker asker{
      .user = gradebook::UserId(reader.required_id("user_id", who->user_id)),
      .domain = gradebook::DomainId(reader.id("domain_id", who->domain_id)),
      .class_id = gradebook::ClassId(reader.id("class_id", who->class_id)),
      .school_year = gradebook::SchoolYear(reader.id("school_year", who->school_year)),
      .activity = gradebook::ActivityId(reader.id("activity_id", who->activity_id)),
      .locale = reader.id("locale", who->locale)};
  if (const Status status = reader.status(); !status.ok())
    return status.error();
  return asker;
}

/// A host that cannot register what it says it can is found out at start, not by a teacher who
/// misses a button.
Status must_work(std::string_view service, const Answer& answer) {
  const auto* error = std::get_if<Error>(&answer);
  if (error == nullptr)
    return ok_status();
  const Code code = error->code == Code::host_no_reply ? error->code : Code::host_reply;
  return Error{code, "Service: " + std::string(service) + ". " + error->detail};
}

} // namespace

Status register_with_host(Instance& instance, lms_instance self) {
  HostBridge& host = instance.host();
  if (host.has(Service::register_callbacks)) {
    if (const Status done =
            must_work("register_callbacks", host.register_callbacks(callbacks_of(self)));
        !done.ok())
      return done;
  }
  // Without a permission check nobody may use an item, so none is shown.
  if (!host.has(Service::register_menu) || !host.has(Service::permission_check))
    return ok_status();
  std::vector<std::string> labels;
  for (const std::string_view key : item_texts())
    labels.push_back(labels_of(instance.languages(), key));
  return must_work("register_menu",
                   host.register_menu(items_of(self, labels, host.knows_1_1())));
}

Status show_item(Instance& instance, std::string_view item_id, const lms_action_context* who,
                 lms_item_state* out) {
  if (const Status sized = check_struct("lms_item_state", out); !sized.ok())
    return sized;
  if (permission_of(item_id) == nullptr)
    return Error{Code::unsupported, "No such item."};
  const auto asker = read_asker(who);
  if (!asker.ok())
    return asker.error();
  const auto parts = instance.parts();
  if (!parts.ok())
    return parts.error();
  const auto state = (*parts)->actions->item_state(item_id, *asker);
  if (!state.ok())
    return state.error();
  out->flags = (state->shown ? LMS_ITEM_SHOWN : 0U) | (state->enabled ? LMS_ITEM_ENABLED : 0U);
  copy_text(state->reason_code == Code::none ? std::string_view() : info(state->reason_code).id,
            out->reason_code, sizeof out->reason_code);
  copy_text(state->reason, out->reason, sizeof out->reason);
  return ok_status();
}

Status invoke_item(Instance& instance, std::string_view item_id, const lms_action_context* who,
                   std::string_view input, const lms_sink* output) {
  if (const Status sink = check_sink(output); !sink.ok())
    return sink;
  const char* permission = permission_of(item_id);
  if (permission == nullptr)
    return Error{Code::unsupported, "No such item."};
  auto asker = read_asker(who);
  if (!asker.ok())
    return asker.error();
  const Deadline deadline = deadline_in(
      std::chrono::milliseconds(who->deadline_ms != 0 ? who->deadline_ms : kActionDeadlineMs));
  const auto parts = instance.parts(deadline);
  if (!parts.ok())
    return parts.error();
  // The host is asked about the very place that is used.
  asker = (*parts)->actions->settled(item_id, std::move(*asker));
  const auto need = actions::need_of(item_id, actions::operation_of(item_id, input));
  if (need == actions::Need::see || need == actions::Need::act) { // the others ask by themselves
    const auto capacity = instance.permissions().may_use(permission, need, *asker);
    if (!capacity.ok())
      return capacity.error();
    asker->capacity = *capacity;
  }
  const auto reply = (*parts)->actions->invoke(item_id, *asker, input, left_until(deadline));
  if (!reply.ok())
    return reply.error();
  if (reply->changed) {
    // What is left over goes on in pump.
    (void)(*parts)->intake->reconsider(left_until(deadline));
    for (const auto& [name, version] : instance.secrets().wanted())
      fetch_secret(instance, name, version);
    if ((*parts)->delivery != nullptr)
      (*parts)->delivery->nudge();
  }
  return write(output, reply->document);
}

Status write_status(Instance& instance, std::string_view query, const lms_sink* output) {
  if (const Status sink = check_sink(output); !sink.ok())
    return sink;
  const auto parts = instance.parts();
  if (!parts.ok())
    return parts.error();
  std::optional<actions::LiveFigures> live;
  if ((*parts)->delivery != nullptr) {
    const delivery::DeliverySnapshot now = (*parts)->delivery->snapshot();
    live = {.in_flight = now.in_flight,
            .requests = now.requests,
            .confirmed = now.confirmed,
            .doubtful = now.doubtful,
            .leased_accounts = now.leased_accounts};
  }
  const auto document = (*parts)->actions->status(query, live);
  if (!document.ok())
    return document.error();
  return write(output, *document);
}

} // namespace passback::abi
