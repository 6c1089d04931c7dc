#include "host_stub/host/host_services.hpp"

#include <algorithm>
#include <cstring>
#include <exception>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "host_stub/gradebook/notice_store.hpp"
#include "host_stub/gradebook/vault.hpp"
#include "host_stub/host/abi_text.hpp"
#include "host_stub/host/custom_data_document.hpp"
#include "host_stub/host/gradebook_document.hpp"
#include "host_stub/host/people_document.hpp"
#include "host_stub/host/permission.hpp"
#include "host_stub/support/instant.hpp"
#include "lms_plugin/ext/custom_data.h"
#include "lms_plugin/ext/people.h"
#include "lms_plugin/known_part.hpp"

namespace host_stub::host {
namespace {

const char* severity_name(std::uint32_t severity) {
  switch (severity) {
  case LMS_NOTICE_INFO:
    return "info";
  case LMS_NOTICE_WARNING:
    return "warning";
  default:
    return "problem";
  }
}

const char* audience_name(std::uint32_t audience) {
  switch (audience) {
  case LMS_AUDIENCE_TEACHERS:
    return "teachers";
  case LMS_AUDIENCE_USER:
    return "user";
  case LMS_AUDIENCE_ADDRESSES:
    return "addresses";
  default:
    return "administrators";
  }
}

// A peer of another age wrote a shorter or a longer struct; what it did not write is zero.
template <class T, class... Member> T known_part(const T* foreign, Member T::*... members) {
  T own{};
  own.struct_size = sizeof own;
  lms_plugin::copy_known(*foreign, own, members...);
  return own;
}

lms_menu_item copy_of(const lms_menu_item* item) {
  using Item = lms_menu_item;
  return known_part(item, &Item::order, &Item::id, &Item::place, &Item::label, &Item::labels_json,
                    &Item::permission, &Item::ctx, &Item::state, &Item::invoke,
                    &Item::view_permission);
}

lms_callbacks copy_of(const lms_callbacks* callbacks) {
  using All = lms_callbacks;
  return known_part(callbacks, &All::ctx, &All::on_score, &All::on_scores, &All::on_activity,
                    &All::on_class, &All::on_enrolment, &All::on_domain);
}

lms_log_record copy_of(const lms_log_record* record) {
  using Line = lms_log_record;
  return known_part(record, &Line::level, &Line::at_unix_ms, &Line::number, &Line::event,
                    &Line::message, &Line::fields_json);
}

lms_notice copy_of(const lms_notice* notice) {
  using Notice = lms_notice;
  return known_part(notice, &Notice::severity, &Notice::domain_id, &Notice::dedupe_key,
                    &Notice::title, &Notice::body, &Notice::item_id, &Notice::audience,
                    &Notice::flags, &Notice::kind, &Notice::class_id, &Notice::school_year,
                    &Notice::user_id, &Notice::addresses_json, &Notice::text_key,
                    &Notice::values_json);
}

lms_action_context copy_of(const lms_action_context* who) {
  using Who = lms_action_context;
  return known_part(who, &Who::deadline_ms, &Who::user_id, &Who::domain_id, &Who::class_id,
                    &Who::school_year, &Who::activity_id, &Who::locale);
}

} // namespace

std::vector<LateAnswer> HostServices::take_late_answers() {
  return std::exchange(late_, {});
}

void HostServices::reply(const lms_reply* reply, const std::function<Answer()>& work) noexcept {
  Answer answer;
  try {
    answer = work();
    if (late_answers_) {
      late_.push_back({reply->request_id, answer.status, answer.data});
      reply->later(reply);
      return;
    }
  } catch (const std::exception& error) {
    // Out of memory or out of disk: the plugin hears that the service failed, and asks again later.
    const char* what = error.what();
    reply->fail(reply, LMS_E_STORAGE, what, std::strlen(what));
    return;
  }
  if (answer.status == LMS_OK) {
    reply->ok(reply, answer.data.c_str(), answer.data.size());
  } else {
    reply->fail(reply, answer.status, answer.data.c_str(), answer.data.size());
  }
}

HostServices::Answer HostServices::secret_get(std::string_view name) {
  auto value = gradebook::Vault(book_).get(name);
  return value ? Answer{LMS_OK, *value}
               : Answer{LMS_E_UNSUPPORTED, "The vault has no secret of that name."};
}

HostServices::Answer HostServices::secret_put(std::string_view name, std::string_view value) {
  gradebook::Vault vault(book_);
  value.empty() ? vault.remove(name) : vault.put(name, value);
  return {};
}

HostServices::Answer HostServices::register_menu(const lms_menu_item* items, std::uint64_t count,
                                                 std::uint64_t stride) {
  gradebook::MenuRegister shown(book_);
  const char* at = reinterpret_cast<const char*>(items);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto* foreign = reinterpret_cast<const lms_menu_item*>(at);
    auto item = copy_of(foreign);
    at += stride != 0 ? stride : items->struct_size;
    MenuItem own{std::string(view(item.id)),
                 std::string(view(item.place)),
                 std::string(view(item.label)),
                 std::string(view(item.permission)),
                 std::string(view(item.view_permission)),
                 item.ctx,
                 item.state,
                 item.invoke};
    if (own.id.empty() || own.invoke == nullptr) {
      return {LMS_E_ARGUMENT, "A menu item has no id or no function."};
    }
    std::erase_if(menu_items_, [&own](const MenuItem& other) { return other.id == own.id; });
    shown.note(own.id, own.place, own.label, now_unix_ms());
    menu_items_.push_back(std::move(own));
  }
  return {};
}

HostServices::Answer HostServices::register_callbacks(const lms_callbacks* callbacks) {
  callbacks_ = copy_of(callbacks);
  return {};
}

HostServices::Answer HostServices::permission_check(const lms_action_context& who,
                                                    std::string_view permission) {
  gradebook::RosterStore roster(book_);
  bool yes = Permission(roster).allows(view(who.user_id), permission, view(who.class_id),
                                       view(who.domain_id));
  return {LMS_OK, yes ? "yes" : "no"};
}

bool HostServices::may_see(const MenuItem& item, std::string_view user_id,
                           std::string_view class_id, std::string_view domain_id) {
  gradebook::RosterStore roster(book_);
  Permission rules(roster);
  return rules.allows(user_id, item.permission, class_id, domain_id) ||
         (!item.view_permission.empty() &&
          rules.allows(user_id, item.view_permission, class_id, domain_id));
}

HostServices::Answer HostServices::gradebook_read(std::string_view query) {
  auto document = answer_gradebook_query(book_, query);
  return document ? Answer{LMS_OK, document.value()}
                  : Answer{LMS_E_DOCUMENT, document.failure().message};
}

HostServices::Answer HostServices::people_read(std::string_view query) {
  auto document = answer_people_query(book_, query);
  return document ? Answer{LMS_OK, document.value()}
                  : Answer{LMS_E_DOCUMENT, document.failure().message};
}

HostServices::Answer HostServices::custom_data_read(std::string_view query) {
  auto document = answer_custom_data_query(book_, query);
  return document ? Answer{LMS_OK, document.value()}
                  : Answer{LMS_E_DOCUMENT, document.failure().message};
}

HostServices::Answer HostServices::domain_path(std::string_view domain_id) {
  gradebook::RosterStore roster(book_);
  auto domain = roster.domain(domain_id);
  if (!domain) {
    return {LMS_E_ARGUMENT, "There is no such domain."};
  }
  boost::json::array path;
  auto upwards = roster.domain_path(domain->id);
  for (auto one = upwards.rbegin(); one != upwards.rend(); ++one) {
    path.emplace_back(one->id);
  }
  return {LMS_OK, boost::json::serialize(path)};
}

HostServices::Answer HostServices::domain_list(std::string_view domain_id) {
  gradebook::RosterStore roster(book_);
  boost::json::array list;
  for (const auto& domain : roster.domains()) {
    auto path = roster.domain_path(domain.id);
    if (!domain_id.empty() &&
        std::ranges::find(path, domain_id, &gradebook::Domain::id) == path.end()) {
      continue;
    }
    list.push_back({{"id", domain.id}, {"parent_id", domain.parent_id}, {"title", domain.title}});
  }
  return {LMS_OK, boost::json::serialize(list)};
}

void HostServices::notify(const lms_notice& notice) {
  gradebook::NoticeStore(book_).put({.at_unix_ms = now_unix_ms(),
                                     .key = std::string(view(notice.dedupe_key)),
                                     .severity = severity_name(notice.severity),
                                     .domain_id = std::string(view(notice.domain_id)),
                                     .title = std::string(view(notice.title)),
                                     .body = std::string(view(notice.body)),
                                     .audience = audience_name(notice.audience),
                                     .over = (notice.flags & LMS_NOTICE_OVER) != 0,
                                     .kind = std::string(view(notice.kind)),
                                     .class_id = std::string(view(notice.class_id)),
                                     .user_id = std::string(view(notice.user_id)),
                                     .addresses = std::string(view(notice.addresses_json)),
                                     .item_id = std::string(view(notice.item_id)),
                                     .text_key = std::string(view(notice.text_key)),
                                     .text_values = std::string(view(notice.values_json))});
}

// What stands in the table: C functions that find the object and let no exception out.
struct HostFunctions {
  static HostServices& self(void* ctx) { return *static_cast<HostServices*>(ctx); }

  // Services without an answer: a host that cannot write its log or a notice goes on without.
  template <class Work> static void quietly(Work work) noexcept {
    try {
      work();
    } catch (const std::exception&) {
    }
  }

  static void LMS_CALL log(void* ctx, const lms_log_record* record) {
    quietly([&] { self(ctx).log_.write(copy_of(record)); });
  }
  static void LMS_CALL secret_get(void* ctx, const lms_reply* reply, const char* name,
                                  std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).secret_get(view(name, len)); });
  }
  static void LMS_CALL register_menu(void* ctx, const lms_reply* reply, const lms_menu_item* items,
                                     std::uint64_t count, std::uint64_t stride) {
    self(ctx).reply(reply, [&] { return self(ctx).register_menu(items, count, stride); });
  }
  static void LMS_CALL register_callbacks(void* ctx, const lms_reply* reply,
                                          const lms_callbacks* callbacks) {
    self(ctx).reply(reply, [&] { return self(ctx).register_callbacks(callbacks); });
  }
  static void LMS_CALL permission_check(void* ctx, const lms_reply* reply,
                                        const lms_action_context* who, const char* permission,
                                        std::uint64_t len) {
    self(ctx).reply(
        reply, [&] { return self(ctx).permission_check(copy_of(who), view(permission, len)); });
  }
  static void LMS_CALL gradebook_read(void* ctx, const lms_reply* reply, const char* query,
                                      std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).gradebook_read(view(query, len)); });
  }
  static void LMS_CALL domain_path(void* ctx, const lms_reply* reply, const char* id,
                                   std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).domain_path(view(id, len)); });
  }
  static void LMS_CALL domain_list(void* ctx, const lms_reply* reply, const char* id,
                                   std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).domain_list(view(id, len)); });
  }
  static void LMS_CALL secret_put(void* ctx, const lms_reply* reply, const char* name,
                                  std::uint64_t name_len, const char* value,
                                  std::uint64_t value_len) {
    self(ctx).reply(
        reply, [&] { return self(ctx).secret_put(view(name, name_len), view(value, value_len)); });
  }
  static void LMS_CALL notify(void* ctx, const lms_notice* notice) {
    quietly([&] { self(ctx).notify(copy_of(notice)); });
  }
  static void LMS_CALL wake(void* ctx) {
    quietly([&] { self(ctx).wake_.raise(); });
  }
  static void LMS_CALL people_read(void* ctx, const lms_reply* reply, const char* query,
                                   std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).people_read(view(query, len)); });
  }
  static void LMS_CALL custom_data_read(void* ctx, const lms_reply* reply, const char* query,
                                        std::uint64_t len) {
    self(ctx).reply(reply, [&] { return self(ctx).custom_data_read(view(query, len)); });
  }
  static void LMS_CALL get_extension(void*, const char* id, std::uint64_t len,
                                     const lms_ext_header** out) {
    static constexpr lms_ext_people kPeople{
        .header = {.struct_size = sizeof(lms_ext_people), .revision = 1},
        .people_read = &HostFunctions::people_read};
    static constexpr lms_ext_custom_data kCustomData{
        .header = {.struct_size = sizeof(lms_ext_custom_data), .revision = 1},
        .custom_data_read = &HostFunctions::custom_data_read};
    const auto asked = view(id, len);
    *out = asked == LMS_EXT_PEOPLE        ? &kPeople.header
           : asked == LMS_EXT_CUSTOM_DATA ? &kCustomData.header
                                          : nullptr;
  }
};

HostServices::HostServices(gradebook::Gradebook& book, gradebook::Site site, LogFile& log,
                           bool late_answers)
    : book_(book), site_(std::move(site)), log_(log), late_answers_(late_answers) {
  info_ = {.struct_size = sizeof info_,
           .reserved = 0,
           .name = borrow("host_stub"),
           .version = borrow("0.1.0"),
           .site_id = borrow(site_.id),
           .site_url = borrow(site_.url)};
  table_ = {.struct_size = sizeof table_,
            .abi_major = LMS_ABI_MAJOR,
            .abi_minor = LMS_ABI_MINOR,
            .flags = LMS_HOST_CALLS_PUMP,
            .ctx = this,
            .info = &info_,
            .log = &HostFunctions::log,
            .secret_get = &HostFunctions::secret_get,
            .register_menu = &HostFunctions::register_menu,
            .register_callbacks = &HostFunctions::register_callbacks,
            .permission_check = &HostFunctions::permission_check,
            .gradebook_read = &HostFunctions::gradebook_read,
            .domain_path = &HostFunctions::domain_path,
            .domain_list = &HostFunctions::domain_list,
            .secret_put = &HostFunctions::secret_put,
            .notify = &HostFunctions::notify,
            .wake = &HostFunctions::wake,
            .get_extension = &HostFunctions::get_extension};
}

} // namespace host_stub::host
