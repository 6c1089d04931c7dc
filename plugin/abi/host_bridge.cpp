#include "plugin/abi/host_bridge.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

#include <boost/json.hpp>

#include "lms_plugin/ext/custom_data.h"
#include "lms_plugin/ext/people.h"
#include "lms_plugin/known_part.hpp"
#include "plugin/abi/presence.hpp"
#include "plugin/abi/reading.hpp"
#include "plugin/platform/text.hpp"

namespace passback::abi {
namespace {

constexpr std::int64_t kLateAnswerLimitMs = 600'000;
constexpr std::size_t kMaxOpenQuestions = 1000;

const char* name_of(Service service) {
  switch (service) {
  case Service::secret_get:
    return "secret_get";
  case Service::register_menu:
    return "register_menu";
  case Service::register_callbacks:
    return "register_callbacks";
  case Service::permission_check:
    return "permission_check";
  case Service::gradebook_read:
    return "gradebook_read";
  case Service::domain_path:
    return "domain_path";
  case Service::domain_list:
    return "domain_list";
  case Service::secret_put:
    return "secret_put";
  case Service::people_read:
    return "people_read";
  case Service::custom_data_read:
    return "custom_data_read";
  }
  return "?";
}

constexpr std::size_t kLongestWords = 4096;

} // namespace

Result<HostIdentity> read_identity(const lms_host& host) {
  if (!LMS_HAS(&host, lms_host, info) || host.info == nullptr)
    return HostIdentity{};
  if (const Status sized = check_struct("lms_host_info", host.info); !sized.ok())
    return sized.error();
  Reader reader("lms_host_info");
  HostIdentity identity{.name = reader.text("name", host.info->name, kLongestWords),
                        .version = reader.text("version", host.info->version, kLongestWords),
                        .site_id = reader.id("site_id", host.info->site_id),
                        .site_url = reader.text("site_url", host.info->site_url, kLongestWords)};
  if (const Status status = reader.status(); !status.ok())
    return status.error();
  return identity;
}

HostBridge::HostBridge(const lms_host& host, HostIdentity identity, HostQueue& host_queue,
                       const platform::Clock& clock)
    : identity_(std::move(identity)), host_queue_(host_queue), clock_(clock) {
  lms_plugin::copy_known(host, host_, &lms_host::abi_major, &lms_host::abi_minor, &lms_host::flags,
                         &lms_host::ctx, &lms_host::log, &lms_host::secret_get,
                         &lms_host::register_menu, &lms_host::register_callbacks,
                         &lms_host::permission_check, &lms_host::gradebook_read,
                         &lms_host::domain_path, &lms_host::domain_list, &lms_host::secret_put,
                         &lms_host::notify, &lms_host::wake, &lms_host::get_extension);
  host_.struct_size = sizeof host_;
}

bool HostBridge::has(Service service) const {
  switch (service) {
  case Service::secret_get:
    return host_.secret_get != nullptr;
  case Service::register_menu:
    return host_.register_menu != nullptr;
  case Service::register_callbacks:
    return host_.register_callbacks != nullptr;
  case Service::permission_check:
    return host_.permission_check != nullptr;
  case Service::gradebook_read:
    return host_.gradebook_read != nullptr;
  case Service::domain_path:
    return host_.domain_path != nullptr;
  case Service::domain_list:
    return host_.domain_list != nullptr;
  case Service::secret_put:
    return host_.secret_put != nullptr;
  case Service::people_read:
  case Service::custom_data_read:
    return host_.get_extension != nullptr;
  }
  return false;
}

lms_request_id HostBridge::open(Service service, std::string subject, const FrameMark& mark) {
  const std::lock_guard lock(mutex_);
  const lms_request_id id = next_id_++;
  questions_[id] = Question{.service = service,
                            .subject = std::move(subject),
                            .phase = Phase::asked,
                            .in_call = true,
                            .asked_unix_ms = clock_.unix_ms(),
                            .data = {},
                            .error = {}};
  inside_.push_back({FrameMark::Sighting(mark), id});
  return id;
}

Answer HostBridge::close(lms_request_id id) {
  leave();
  const std::lock_guard lock(mutex_);
  const auto found = questions_.find(id);
  // A host that said "later" may have answered from another thread before its service returned.
  if (found == questions_.end())
    return Later{};
  Question& question = found->second;
  if (question.phase == Phase::later) {
    question.in_call = false;
    if (questions_.size() > kMaxOpenQuestions)
      questions_.erase(questions_.begin());
    return Later{};
  }
  Answer answer = Error{Code::host_no_reply, std::string("Service: ") + name_of(question.service)};
  if (question.phase == Phase::answered)
    answer = std::move(question.data);
  else if (question.phase == Phase::failed)
    answer = std::move(question.error);
  questions_.erase(found);
  return answer;
}

void HostBridge::settle(lms_request_id id, Phase phase, std::string data, Error error) {
  const char* problem = nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto found = questions_.find(id);
    if (found == questions_.end() || !found->second.in_call) {
      problem = "A service used its reply after it had returned.";
    } else if (found->second.phase != Phase::asked) {
      problem = "A service answered twice; the second answer was ignored.";
    } else {
      found->second.phase = phase;
      found->second.data = std::move(data);
      found->second.error = std::move(error);
    }
  }
  if (problem != nullptr)
    host_queue_.write(platform::LogLevel::host_misbehaving, "host.reply", problem,
                      {{"request", std::to_string(id)}});
}

void LMS_CALL HostBridge::reply_ok(const lms_reply* reply, const char* data,
                                   std::uint64_t len) noexcept {
  take_reply(reply, [&](HostBridge& bridge) {
    if ((data == nullptr && len != 0) || len > LMS_DOCUMENT_MAX) {
      bridge.settle(reply->request_id, Phase::failed, {}, {Code::host_reply, "Too long, or NULL."});
      return;
    }
    bridge.settle(reply->request_id, Phase::answered,
                  len == 0 ? std::string() : std::string(data, len), {});
  });
}

void LMS_CALL HostBridge::reply_fail(const lms_reply* reply, lms_status status, const char* message,
                                     std::uint64_t len) noexcept {
  take_reply(reply, [&](HostBridge& bridge) {
    std::string words = "status " + std::to_string(status);
    if (message != nullptr && len != 0 && len <= kLongestWords &&
        platform::is_valid_utf8(std::string_view(message, len)))
      words += ", " + std::string(message, len);
    bridge.settle(reply->request_id, Phase::failed, {},
                  {status == LMS_E_UNSUPPORTED ? Code::unsupported : Code::host_reply, words});
  });
}

void LMS_CALL HostBridge::reply_later(const lms_reply* reply) noexcept {
  take_reply(reply,
             [&](HostBridge& bridge) { bridge.settle(reply->request_id, Phase::later, {}, {}); });
}

// Frames of the host's lie between a reply and the call that asked, so nothing is thrown through
// them: a reply that cannot be taken for want of memory is none.
template <class Body> void HostBridge::take_reply(const lms_reply* reply, Body&& body) noexcept {
  if (reply == nullptr)
    return;
  try {
    body(*static_cast<HostBridge*>(reply->ctx));
  } catch (...) {
    return;
  }
}

template <class Call> Answer HostBridge::ask(Service service, std::string subject, Call&& call) {
  if (!has(service))
    return Error{Code::host_missing, std::string("Service: ") + name_of(service)};
  const FrameMark mark;
  const lms_request_id id = open(service, std::move(subject), mark);
  const lms_reply reply{.struct_size = sizeof(lms_reply),
                        .reserved = 0,
                        .request_id = id,
                        .ctx = this,
                        .ok = &reply_ok,
                        .fail = &reply_fail,
                        .later = &reply_later};
  call(reply);
  Presence::require_same_process();
  return close(id);
}

Answer HostBridge::secret_get(const std::string& name, const std::string& subject) {
  return ask(Service::secret_get, subject, [&](const lms_reply& reply) {
    host_.secret_get(host_.ctx, &reply, name.c_str(), name.size());
  });
}

Answer HostBridge::secret_put(const std::string& name, std::string_view value) {
  return ask(Service::secret_put, name, [&](const lms_reply& reply) {
    host_.secret_put(host_.ctx, &reply, name.c_str(), name.size(), value.data(), value.size());
  });
}

Answer HostBridge::register_menu(const std::vector<lms_menu_item>& items) {
  return ask(Service::register_menu, {}, [&](const lms_reply& reply) {
    host_.register_menu(host_.ctx, &reply, items.data(), items.size(), sizeof(lms_menu_item));
  });
}

Answer HostBridge::register_callbacks(const lms_callbacks& callbacks) {
  return ask(Service::register_callbacks, {}, [&](const lms_reply& reply) {
    host_.register_callbacks(host_.ctx, &reply, &callbacks);
  });
}

Answer HostBridge::permission_check(const lms_action_context& who, const char* permission,
                                    const std::string& subject) {
  return ask(Service::permission_check, subject, [&](const lms_reply& reply) {
    host_.permission_check(host_.ctx, &reply, &who, permission, std::strlen(permission));
  });
}

Answer HostBridge::gradebook_read(const std::string& query, const std::string& subject) {
  return ask(Service::gradebook_read, subject, [&](const lms_reply& reply) {
    host_.gradebook_read(host_.ctx, &reply, query.c_str(), query.size());
  });
}

Answer HostBridge::domain_path(const std::string& domain_id) {
  return ask(Service::domain_path, domain_id, [&](const lms_reply& reply) {
    host_.domain_path(host_.ctx, &reply, domain_id.c_str(), domain_id.size());
  });
}

Answer HostBridge::domain_list(const std::string& domain_id) {
  return ask(Service::domain_list, domain_id, [&](const lms_reply& reply) {
    host_.domain_list(host_.ctx, &reply, domain_id.c_str(), domain_id.size());
  });
}

// Asked for anew each time: that is a comparison of texts, and nothing is kept of the host's.
const lms_ext_header* HostBridge::extension(const char* id) {
  if (host_.get_extension == nullptr)
    return nullptr;
  const lms_ext_header* found = nullptr;
  const FrameMark mark;
  enter(mark, 0);
  host_.get_extension(host_.ctx, id, std::strlen(id), &found);
  Presence::require_same_process();
  leave();
  return found;
}

Answer HostBridge::people_read(const std::string& query, const std::string& subject) {
  const auto* found = extension(LMS_EXT_PEOPLE);
  constexpr std::size_t kNeeded =
      offsetof(lms_ext_people, people_read) + sizeof(lms_ext_people::people_read);
  const auto* people = found != nullptr && found->struct_size >= kNeeded
                           ? reinterpret_cast<const lms_ext_people*>(found)
                           : nullptr;
  if (people == nullptr || people->people_read == nullptr)
    return Error{Code::host_missing, std::string("Service: ") + name_of(Service::people_read)};
  return ask(Service::people_read, subject, [&](const lms_reply& reply) {
    people->people_read(host_.ctx, &reply, query.c_str(), query.size());
  });
}

Answer HostBridge::custom_data_read(const std::string& query, const std::string& subject) {
  const auto* found = extension(LMS_EXT_CUSTOM_DATA);
  constexpr std::size_t kNeeded = offsetof(lms_ext_custom_data, custom_data_read) +
                                  sizeof(lms_ext_custom_data::custom_data_read);
  const auto* data = found != nullptr && found->struct_size >= kNeeded
                         ? reinterpret_cast<const lms_ext_custom_data*>(found)
                         : nullptr;
  if (data == nullptr || data->custom_data_read == nullptr)
    return Error{Code::host_missing, std::string("Service: ") + name_of(Service::custom_data_read)};
  return ask(Service::custom_data_read, subject, [&](const lms_reply& reply) {
    data->custom_data_read(host_.ctx, &reply, query.c_str(), query.size());
  });
}

void HostBridge::enter(const FrameMark& mark, lms_request_id question) {
  const std::lock_guard lock(mutex_);
  inside_.push_back({FrameMark::Sighting(mark), question});
}

void HostBridge::leave() {
  const std::lock_guard lock(mutex_);
  // The innermost: services nest.
  const auto mine = std::find_if(inside_.rbegin(), inside_.rend(), [](const Inside& inside) {
    return inside.mark.is_of_this_thread();
  });
  if (mine != inside_.rend())
    inside_.erase(std::next(mine).base());
}

void HostBridge::log(const LogLine& line) {
  if (host_.log == nullptr)
    return;
  const lms_log_record record{.struct_size = sizeof(lms_log_record),
                              .level = static_cast<std::uint32_t>(line.level),
                              .at_unix_ms = line.at_unix_ms,
                              .number = line.number,
                              .event = borrow(line.event),
                              .message = borrow(line.message),
                              .fields_json = borrow(line.fields_json)};
  const FrameMark mark;
  enter(mark, 0);
  host_.log(host_.ctx, &record);
  Presence::require_same_process();
  leave();
}

void HostBridge::notify(const delivery::Notice& notice, const texts::Words& words) {
  if (host_.notify == nullptr)
    return;
  // A host that was written for 1.0 shows each notice to administrators: others are none of theirs.
  if (!knows_1_1() && notice.audience != delivery::Audience::administrators)
    return;
  // It has no console either (host_registration.cpp).
  const std::string item = !knows_1_1() && notice.item_id == LMS_ITEM_SYNC_CONSOLE
                               ? std::string(LMS_ITEM_SIS_SETTINGS)
                               : notice.item_id;
  boost::json::object values;
  for (const auto& [name, value] : notice.values)
    values[name] = words.say(value);
  const std::string title = words.say(notice.title), body = words.say(notice.body);
  const std::string values_json = values.empty() ? std::string() : boost::json::serialize(values);
  const lms_notice record{.struct_size = sizeof(lms_notice),
                          .severity = static_cast<std::uint32_t>(notice.severity),
                          .domain_id = borrow(notice.domain_id),
                          .dedupe_key = borrow(notice.dedupe_key),
                          .title = borrow(title),
                          .body = borrow(body),
                          .item_id = borrow(item),
                          .audience = static_cast<std::uint32_t>(notice.audience),
                          .flags = notice.over ? LMS_NOTICE_OVER : 0U,
                          .kind = borrow(notice.kind),
                          .class_id = borrow(notice.class_id),
                          .school_year = borrow(notice.school_year),
                          .user_id = borrow(notice.user_id),
                          .addresses_json = borrow(notice.addresses_json),
                          .text_key = borrow(notice.text_key),
                          .values_json = borrow(values_json)};
  const FrameMark mark;
  enter(mark, 0);
  host_.notify(host_.ctx, &record);
  Presence::require_same_process();
  leave();
}

void HostBridge::wake() const {
  if (host_.wake != nullptr)
    host_.wake(host_.ctx);
}

Result<LateAnswer> HostBridge::answer(lms_request_id id, lms_status status, std::string_view data) {
  const std::lock_guard lock(mutex_);
  const auto found = questions_.find(id);
  if (found == questions_.end() || found->second.phase != Phase::later)
    return Error{Code::argument, "No question with that request id is open."};
  LateAnswer late{.service = found->second.service,
                  .subject = std::move(found->second.subject),
                  .data = Error{Code::host_reply, "status " + std::to_string(status)}};
  if (status == LMS_OK)
    late.data = std::string(data);
  questions_.erase(found);
  return late;
}

bool HostBridge::inside_service(const FrameMark& call) {
  const std::lock_guard lock(mutex_);
  std::erase_if(inside_, [&](const Inside& inside) {
    if (!inside.mark.is_of_this_thread() || !inside.mark.is_gone(call))
      return false;
    questions_.erase(inside.question);
    return true;
  });
  return std::ranges::any_of(inside_,
                             [](const Inside& inside) { return inside.mark.is_of_this_thread(); });
}

std::size_t HostBridge::open_questions() const {
  const std::lock_guard lock(mutex_);
  return questions_.size();
}

void HostBridge::forget_stale() {
  const std::int64_t limit = clock_.unix_ms() - kLateAnswerLimitMs;
  const std::lock_guard lock(mutex_);
  std::erase_if(questions_, [&](const auto& entry) {
    return entry.second.phase == Phase::later && entry.second.asked_unix_ms < limit;
  });
}

} // namespace passback::abi
