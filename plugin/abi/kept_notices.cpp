#include "plugin/abi/kept_notices.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "plugin/gradebook/json_members.hpp"
#include "plugin/platform/try.hpp"
#include "plugin/texts/kept_phrase.hpp"

namespace passback::abi {
namespace {

namespace json = boost::json;
using delivery::Notice;
using gradebook::number_member;
using gradebook::text_member;

constexpr std::string_view kKeptNotices = "kept_notices";
// As many as the queue holds (host_queue.cpp).
constexpr std::size_t kMostKept = 100;

// What of a notice is a plain text, by the name of the member that keeps it.
struct TextMember {
  std::string_view name;
  std::string Notice::*member;
};
constexpr TextMember kTexts[] = {
    {"domain_id", &Notice::domain_id}, {"dedupe_key", &Notice::dedupe_key},
    {"kind", &Notice::kind},           {"item_id", &Notice::item_id},
    {"class_id", &Notice::class_id},   {"school_year", &Notice::school_year},
    {"user_id", &Notice::user_id},     {"addresses", &Notice::addresses_json},
    {"text_key", &Notice::text_key}};

json::object kept_notice(const Notice& notice) {
  json::object kept{{"severity", notice.severity},
                    {"audience", static_cast<int>(notice.audience)},
                    {"over", notice.over},
                    {"title", texts::kept(notice.title)},
                    {"body", texts::kept(notice.body)}};
  for (const auto& text : kTexts)
    kept[text.name] = notice.*text.member;
  json::object values;
  for (const auto& value : notice.values)
    values[value.name] = texts::kept(value.value);
  kept["values"] = std::move(values);
  return kept;
}

std::optional<texts::Phrase> phrase_member(const json::object& kept, std::string_view name) {
  const auto* found = kept.if_contains(name);
  return found == nullptr ? std::nullopt : texts::phrase_of(*found);
}

// None where another release kept it, in words that this one does not have.
std::optional<Notice> notice_of(const json::value& value) {
  const auto* kept = value.if_object();
  if (kept == nullptr)
    return std::nullopt;
  auto title = phrase_member(*kept, "title");
  auto body = phrase_member(*kept, "body");
  if (!title || !body)
    return std::nullopt;
  Notice notice;
  notice.title = std::move(*title);
  notice.body = std::move(*body);
  notice.severity = static_cast<int>(number_member(*kept, "severity"));
  notice.audience = static_cast<delivery::Audience>(number_member(*kept, "audience"));
  const auto* over = kept->if_contains("over");
  notice.over = over != nullptr && over->is_bool() && over->get_bool();
  for (const auto& text : kTexts)
    notice.*text.member = text_member(*kept, text.name);
  if (const auto* values = kept->if_contains("values"); values != nullptr && values->is_object()) {
    for (const auto& one : values->get_object()) {
      if (auto said = texts::phrase_of(one.value()))
        notice.values.push_back({std::string(one.key()), std::move(*said)});
    }
  }
  return notice;
}

Result<std::vector<Notice>> kept_in(outbox::Transaction& transaction) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(kKeptNotices));
  std::vector<Notice> notices;
  boost::system::error_code error;
  const auto kept = json::parse(text.value_or(""), error);
  if (error || !kept.is_array())
    return notices;
  for (const auto& one : kept.get_array()) {
    if (auto notice = notice_of(one))
      notices.push_back(std::move(*notice));
  }
  return notices;
}

// Of one dedupe key the newest stays, as in the queue.
Status keep_also(outbox::Transaction& transaction, const std::vector<Notice>& left) {
  PASSBACK_TRY_AS(auto all, kept_in(transaction));
  for (const auto& notice : left) {
    std::erase_if(all, [&](const Notice& old) {
      return !notice.dedupe_key.empty() && old.dedupe_key == notice.dedupe_key;
    });
    all.push_back(notice);
  }
  json::array kept;
  for (std::size_t i = all.size() > kMostKept ? all.size() - kMostKept : 0; i < all.size(); ++i)
    kept.push_back(kept_notice(all[i]));
  return transaction.put_meta(kKeptNotices, json::serialize(kept));
}

} // namespace

void keep_notices(outbox::Store& store, HostQueue& host_queue, std::chrono::milliseconds deadline) {
  std::vector<Notice> left;
  while (auto notice = host_queue.next_notice())
    left.push_back(std::move(*notice));
  if (left.empty())
    return;
  const auto kept = store.intake().commit(
      deadline, [&](outbox::Transaction& transaction) { return keep_also(transaction, left); });
  if (kept.ok())
    return;
  host_queue.write(platform::LogLevel::warning, "notice", kept.error().detail);
  for (auto& notice : left)
    host_queue.post(std::move(notice));
}

Status post_kept_notices(outbox::Store& store, HostQueue& host_queue,
                         std::chrono::milliseconds deadline) {
  std::vector<Notice> kept;
  const auto read = [&](outbox::Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(kept, kept_in(transaction));
    return ok_status();
  };
  PASSBACK_TRY(store.intake().read(read));
  if (kept.empty())
    return ok_status();
  const auto take = [&](outbox::Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(kept, kept_in(transaction));
    return transaction.put_meta(kKeptNotices, "");
  };
  PASSBACK_TRY(store.intake().commit(deadline, take));
  for (auto& notice : kept)
    host_queue.post(std::move(notice));
  return ok_status();
}

} // namespace passback::abi
