#include "plugin/actions/my_classes_send.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/actions/class_heading.hpp"
#include "plugin/actions/closed_dates.hpp"
#include "plugin/actions/preview.hpp"
#include "plugin/actions/send_records.hpp"
#include "plugin/actions/taught_here.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::size_t kMostIdsOfReason = 100;

/// Skipped records by why: one reason of many records is told once.
json::array by_reason(const json::array& skipped) {
  std::map<std::string, json::object> groups;
  for (const auto& one : skipped) {
    const auto& reason = one.at("reason").as_object();
    auto& group = groups[std::string(reason.at("code").as_string())];
    if (group.empty()) {
      group = {{"reason", reason}, {"records", 0}, {"ids", json::array()}};
    }
    group["records"] = group["records"].to_number<std::int64_t>() + 1;
    if (auto& ids = group["ids"].as_array(); ids.size() < kMostIdsOfReason) {
      ids.push_back(one.at("id"));
    }
  }
  json::array list;
  for (auto& [code, group] : groups) {
    list.push_back(std::move(group));
  }
  return list;
}

/// What a send of several classes comes to.
struct SentInAll {
  explicit SentInAll(const oneroster::ProfileCatalog& profiles) : estimate(profiles) {}
  std::int64_t released = 0, unchanged = 0, in_trial = 0, skipped = 0;
  bool ok = true;
  SharedEstimate estimate;
};

Status send_class(const ActionParts& parts, const Asker& asker, const json::object& input,
                  const PreviewToken& token, milliseconds deadline, json::object& row,
                  SentInAll& all) {
  std::optional<decision::ClassView> view;
  PASSBACK_TRY(read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    PASSBACK_TRY_AS(row, class_heading(work, class_key_of(asker)));
    PASSBACK_TRY_AS(view, work.open_class_that_syncs(origin_of(asker)));
    return ok_status();
  }));
  PASSBACK_TRY_AS(const auto sends, sends_of(parts, asker, token));
  PASSBACK_TRY_AS(auto pressed, press_send(parts, asker, input, sends, token.cells, deadline));
  if (!pressed) {
    return Code::class_over;
  }
  auto& [document, released] = *pressed;
  const auto& skipped = document.at("skipped").as_array();
  all.released += released;
  all.unchanged += document.at("unchanged").to_number<std::int64_t>();
  all.skipped += static_cast<std::int64_t>(skipped.size());
  if (const auto* in_trial = document.if_contains("in_trial")) {
    all.in_trial += in_trial->to_number<std::int64_t>();
  }
  all.ok = all.ok && skipped.empty();
  all.estimate.add(*view, released);
  document["skipped"] = by_reason(skipped);
  document.erase("schema");
  for (auto& member : document) {
    row[member.key()] = std::move(member.value());
  }
  return ok_status();
}

std::optional<std::vector<PreviewToken>> tokens_of(const std::vector<Asker>& askers,
                                                   const std::vector<NamedClass>& named,
                                                   std::vector<Problem>& problems) {
  std::vector<PreviewToken> tokens;
  for (std::size_t i = 0; i < askers.size(); ++i) {
    if (auto token = read_token(named[i].token, askers[i])) {
      tokens.push_back(*std::move(token));
    } else {
      problems.push_back(
          {"classes." + std::to_string(i) + ".token", say("problem.expected_token")});
    }
  }
  return problems.empty() ? std::optional(std::move(tokens)) : std::nullopt;
}

/// The question before a send on a date without sending, with the classes whose date it is.
Result<std::optional<Reply>> ask_first(const ActionParts& parts, const std::vector<Asker>& askers,
                                       const texts::Words& words) {
  json::array closed;
  for (const auto& one : askers) {
    PASSBACK_TRY_AS(const bool is_closed, is_closed_today(parts, one));
    if (is_closed) {
      closed.push_back(class_heading(class_key_of(one), {}));
    }
  }
  if (closed.empty()) {
    return std::optional<Reply>();
  }
  auto reply = ask_to_send_anyway(words);
  auto document = json::parse(reply.document).as_object();
  document["classes"] = std::move(closed);
  reply.document = json::serialize(document);
  return std::optional(std::move(reply));
}

json::object sent_document(const texts::Words& words, const SentInAll& all, json::array rows,
                           std::int64_t begun_unix_ms) {
  json::object document{{"schema", "lms.classes_sent/1"}, {"ok", all.ok}};
  if (all.in_trial > 0) {
    document["in_trial"] = all.in_trial;
  }
  put_phrase(document, "message", words,
             sent_message({all.released, all.unchanged, all.skipped, all.in_trial}));
  document["at_unix_ms"] = begun_unix_ms;
  document["released"] = all.released;
  document["unchanged"] = all.unchanged;
  document["skipped"] = all.skipped;
  document["classes"] = std::move(rows);
  all.estimate.put(document, words);
  return document;
}

} // namespace

Result<Reply> send_my_classes(const ActionParts& parts, const Asker& asker,
                              const json::object& input, milliseconds deadline) {
  std::vector<Problem> problems;
  const auto words = language_of(parts, asker);
  std::vector<NamedClass> named;
  PASSBACK_TRY_AS(const auto askers, those_chosen(parts, asker, input, named, problems));
  const auto tokens = problems.empty() ? tokens_of(askers, named, problems) : std::nullopt;
  if (!tokens) {
    return refuse_classes(words, problems);
  }
  if (!sends_anyway(InputReader(input, "", problems))) {
    PASSBACK_TRY_AS(auto asked_first, ask_first(parts, askers, words));
    if (asked_first) {
      return std::move(*asked_first);
    }
  }
  const auto begun_unix_ms = parts.clock.unix_ms();
  SentInAll all(parts.profiles);
  json::array rows;
  for (std::size_t i = 0; i < askers.size(); ++i) {
    auto row = class_heading(class_key_of(askers[i]), {});
    const auto sent = send_class(parts, askers[i], input, (*tokens)[i], deadline, row, all);
    if (!sent) {
      put_failure(row, words, sent.error());
      all.ok = false;
    }
    rows.push_back(std::move(row));
  }
  const bool released = all.released > 0;
  const auto document = sent_document(words, all, std::move(rows), begun_unix_ms);
  return Reply{json::serialize(document), released};
}

} // namespace passback::actions
