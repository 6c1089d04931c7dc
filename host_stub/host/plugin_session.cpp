#include "host_stub/host/plugin_session.hpp"

#include <algorithm>
#include <array>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/host/abi_slots.hpp"
#include "host_stub/host/abi_text.hpp"
#include "host_stub/host/events.hpp"

namespace host_stub::host {
namespace {

constexpr std::uint32_t kStopDeadlineMs = 5000;

lms_action_context to_context(const ActionContext& who) {
  lms_action_context context{};
  context.struct_size = sizeof context;
  context.user_id = borrow(who.user_id);
  context.domain_id = borrow(who.domain_id);
  context.class_id = borrow(who.class_id);
  context.school_year = borrow(who.school_year);
  context.activity_id = borrow(who.activity_id);
  context.locale = borrow(who.locale);
  return context;
}

std::string config_of(const loader::LoadedPlugin& plugin, const SessionOptions& options) {
  auto folder = std::filesystem::absolute(options.data / "plugin");
  std::filesystem::create_directories(folder);
  boost::json::object config{
      {"schema", "lms.config/1"}, {"data_dir", folder.string()}, {"run_mode", options.run_mode}};
  if (!plugin.manifest.profiles.empty()) {
    auto beside = std::filesystem::absolute(plugin.manifest.file).parent_path();
    config["profiles_dir"] = (beside / plugin.manifest.profiles).string();
  }
  if (!options.log_level.empty()) {
    config["log_level"] = options.log_level;
  }
  if (options.lease_ms != 0) {
    config["lease_ms"] = options.lease_ms;
  }
  if (options.clock_ahead_ms != 0) {
    config["clock_ahead_ms"] = options.clock_ahead_ms;
  }
  if (options.operator_file.empty()) {
    config["operator"] = {{"allow_addresses", {"127.0.0.0/8", "::1/128"}}};
  } else {
    config["operator"] = std::filesystem::absolute(options.operator_file).string();
  }
  return boost::json::serialize(config);
}

} // namespace

Failure PluginError::to_failure() const {
  return {message, next_step, ExitCode::refused_by_plugin, code};
}

Result<std::unique_ptr<PluginSession>> PluginSession::open(const loader::LoadedPlugin& plugin,
                                                           gradebook::Gradebook& book,
                                                           gradebook::Site site, LogFile& log,
                                                           const SessionOptions& options) {
  std::unique_ptr<PluginSession> session(
      new PluginSession(plugin, book, std::move(site), log, options.late_answers));
  if (options.closed_gradebook) {
    session->services_.keep_gradebook_closed();
  }
  auto config = config_of(plugin, options);
  ErrorSlot error;
  auto status = session->api_.create(&session->services_.table(), config.c_str(), config.size(),
                                     &session->instance_, error.get());
  if (status == LMS_OK) {
    session->give_late_answers();
    status = session->api_.start(session->instance_, error.get());
  }
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  session->give_late_answers();
  return session;
}

PluginSession::~PluginSession() {
  if (instance_ != 0) {
    api_.stop(instance_, kStopDeadlineMs, nullptr);
    api_.destroy(instance_);
  }
}

bool PluginSession::give_late_answers() {
  bool any = false;
  // An answer may make the plugin ask again; a plugin that never stops asking is not followed for
  // ever.
  for (int round = 0; round < 100; ++round) {
    auto answers = services_.take_late_answers();
    if (answers.empty()) {
      break;
    }
    any = true;
    for (const LateAnswer& answer : answers) {
      api_.answer(instance_, answer.request_id, answer.status, answer.data.c_str(),
                  answer.data.size(), nullptr);
    }
  }
  return any;
}

lms_status PluginSession::call(const std::function<lms_status()>& work) {
  constexpr int kTimes = 5;
  for (int time = 1;; ++time) {
    auto status = work();
    if (!give_late_answers() || status != LMS_E_BUSY || time == kTimes) {
      return status;
    }
  }
}

std::vector<Reported> PluginSession::report(const std::vector<ScoreFact>& facts) {
  std::vector<Reported> reported(facts.size());
  std::vector<lms_score_event> events;
  std::vector<std::vector<lms_objective_score>> objectives(facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    events.push_back(to_event(facts[i], objectives[i]));
  }
  const lms_callbacks& callbacks = services_.callbacks();
  std::size_t done = 0;
  while (done < events.size()) {
    // A bounded array: what does not fit comes with the next call.
    std::array<lms_outcome, 500> outcomes{};
    outcomes[0].struct_size = sizeof(lms_outcome);
    for (lms_outcome& outcome : outcomes) {
      outcome.struct_size = sizeof outcome;
    }
    auto count = std::min(outcomes.size(), events.size() - done);
    lms_batch_outcome batch{sizeof batch, 0, 0, outcomes.data(), count};
    ErrorSlot error;
    auto status = call([&] {
      return callbacks.on_scores != nullptr
                 ? callbacks.on_scores(callbacks.ctx, &events[done], count, sizeof(lms_score_event),
                                       0, &batch, error.get())
                 : api_.on_scores(instance_, &events[done], count, sizeof(lms_score_event), 0,
                                  &batch, error.get());
    });
    auto committed = std::min<std::size_t>(batch.committed, count);
    for (std::size_t i = 0; i < committed; ++i) {
      reported[done + i] = {std::nullopt, outcomes[i].disposition, outcomes[i].reason};
    }
    done += committed;
    if (status == LMS_OK && committed == count) {
      continue;
    }
    auto refused = error.take(status == LMS_OK ? LMS_E_INTERNAL : status);
    // A bad event is passed over; what stands behind it may be good. Anything else would meet the
    // next one as well.
    bool of_this_event = status > -100 && status != LMS_E_STATE;
    auto until = of_this_event ? done + 1 : events.size();
    for (; done < until; ++done) {
      reported[done].error = refused;
    }
  }
  return reported;
}

template <class Event, class Callback, class Function>
Reported PluginSession::report_event(const Event& event, Callback callback, Function function) {
  lms_outcome outcome{};
  outcome.struct_size = sizeof outcome;
  ErrorSlot error;
  const auto status = call([&] {
    return callback != nullptr
               ? callback(services_.callbacks().ctx, &event, 0, &outcome, error.get())
               : function(instance_, &event, 0, &outcome, error.get());
  });
  if (status != LMS_OK) {
    return {error.take(status), 0, ""};
  }
  return {std::nullopt, outcome.disposition, outcome.reason};
}

Reported PluginSession::report(const ActivityFact& fact) {
  return report_event(to_event(fact), services_.callbacks().on_activity, api_.on_activity);
}

Reported PluginSession::report(const ClassFact& fact) {
  std::vector<lms_str> terms;
  return report_event(to_event(fact, terms), services_.callbacks().on_class, api_.on_class);
}

Reported PluginSession::report(const EnrolmentFact& fact) {
  return report_event(to_event(fact), services_.callbacks().on_enrolment, api_.on_enrolment);
}

Result<ItemState> PluginSession::item_state(const MenuItem& item, const ActionContext& who) {
  // Who may not use an item has none: the plugin is not asked how it would look.
  const bool of_class = !item.id.starts_with("admin.");
  if (!services_.may_see(item, who.user_id, of_class ? who.class_id : "", who.domain_id)) {
    return ItemState{false, false, "host.permission",
                     "This person may not use it here (" + item.permission + ")."};
  }
  auto context = to_context(who);
  lms_item_state state{};
  state.struct_size = sizeof state;
  ErrorSlot error;
  auto status = call([&] { return item.state(item.ctx, &context, &state, error.get()); });
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  return ItemState{(state.flags & LMS_ITEM_SHOWN) != 0, (state.flags & LMS_ITEM_ENABLED) != 0,
                   state.reason_code, state.reason};
}

Result<std::string> PluginSession::invoke(const MenuItem& item, const ActionContext& who,
                                          std::string_view input) {
  auto context = to_context(who);
  TextSink output;
  ErrorSlot error;
  auto status = call([&] {
    output.clear();
    return item.invoke(item.ctx, &context, input.data(), input.size(), output.get(), error.get());
  });
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  return output.take();
}

Result<std::string> PluginSession::status(std::string_view query) {
  TextSink output;
  ErrorSlot error;
  auto status = api_.status(instance_, query.data(), query.size(), output.get(), error.get());
  give_late_answers();
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  return output.take();
}

Result<std::string> PluginSession::reconcile(std::string_view query) {
  if (!LMS_HAS(&api_, lms_plugin_api, reconcile) || api_.reconcile == nullptr) {
    return Failure{"The plugin is older than this: it does not read the gradebook anew.",
                   "Install a newer release of the plugin.", ExitCode::refused_by_plugin};
  }
  TextSink output;
  ErrorSlot error;
  const auto status = call([&] {
    output.clear();
    return api_.reconcile(instance_, query.data(), query.size(), output.get(), error.get());
  });
  if (status != LMS_OK) {
    return error.take(status).to_failure();
  }
  return output.take();
}

std::uint32_t PluginSession::pump() {
  lms_pump_result result{};
  result.struct_size = sizeof result;
  api_.pump(instance_, 0, &result, nullptr);
  give_late_answers();
  return result.pending;
}

std::optional<PluginError> PluginSession::stop() {
  ErrorSlot error;
  auto status = api_.stop(instance_, kStopDeadlineMs, error.get());
  give_late_answers();
  return status == LMS_OK ? std::nullopt : std::optional(error.take(status));
}

std::string disposition_name(std::uint32_t disposition) {
  switch (disposition) {
  case LMS_QUEUED:
    return "queued";
  case LMS_STORED:
    return "stored";
  case LMS_WAITING:
    return "waiting";
  case LMS_HELD:
    return "held";
  case LMS_UNCHANGED:
    return "unchanged";
  case LMS_SUPERSEDED:
    return "superseded";
  case LMS_OFF:
    return "off";
  case LMS_EXCLUDED:
    return "excluded";
  case LMS_IGNORED:
    return "ignored";
  default:
    return "unknown";
  }
}

} // namespace host_stub::host
