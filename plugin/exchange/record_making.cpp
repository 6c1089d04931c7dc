// Records whose ids are the SIS's: looked for before they are made, made once, and found again
// afterwards. Never made a second time before it was looked whether they are there.
#include <algorithm>
#include <iterator>
#include <utility>

#include "plugin/exchange/line_item_completion.hpp"
#include "plugin/exchange/matching.hpp"
#include "plugin/exchange/record_request.hpp"
#include "plugin/exchange/record_steps.hpp"
#include "plugin/oneroster/documents/post_documents.hpp"
#include "plugin/oneroster/wire/ascii.hpp"

namespace passback::exchange {

namespace {

using outbox::WireIdOrigin;

constexpr std::int64_t kAbsentRetryMs = 5'000;

template <class Item, class Read>
std::vector<Item> all_of(const std::vector<boost::json::object>& records, Read read) {
  std::vector<Item> items;
  for (const auto& record : records) {
    items.push_back(read(record));
  }
  return items;
}

/// One reading of what exists, of either kind.
struct Existing {
  std::vector<oneroster::SisLineItem> line_items;
  std::vector<oneroster::SisResult> results;

  Existing(outbox::Kind kind, const std::vector<boost::json::object>& records) {
    if (kind == outbox::Kind::line_item) {
      line_items = all_of<oneroster::SisLineItem>(records, oneroster::line_item_of);
    } else {
      results = all_of<oneroster::SisResult>(records, oneroster::result_of);
    }
  }
  Match match(const PlannedRequest& member, bool made, std::int64_t now_unix_ms) const {
    return member.kind == outbox::Kind::line_item
               ? find_line_item(member, line_items, made, now_unix_ms)
               : find_result(member, results);
  }
  gradebook::SourcedId id(const PlannedRequest& member, std::size_t at) const {
    return member.kind == outbox::Kind::line_item ? line_items[at].id : results[at].id;
  }
  bool same(const PlannedRequest& member, std::size_t at, std::int64_t now_unix_ms) const {
    return member.kind == outbox::Kind::line_item
               ? says_the_same(member, line_items[at], now_unix_ms)
               : says_the_same(member, results[at], now_unix_ms);
  }
};

/// The SIS gave the id, or put it in the place of ours.
WireIdOrigin origin_of(const PlannedRequest& member) {
  return member.route->profile->writes.ids == oneroster::WireIds::rewritten
             ? WireIdOrigin::rewritten
             : WireIdOrigin::allocated;
}

void take_found(PlannedRequest& member, const gradebook::SourcedId& id) {
  if (id != member.wire_id) {
    take_id(member, id, origin_of(member));
  }
}

std::vector<PlannedRequest> take_members(RecordState& state) {
  auto members = std::exchange(state.others, {});
  members.insert(members.begin(), std::move(state.planned));
  return members;
}

void keep_members(RecordState& state, std::vector<PlannedRequest> members) {
  state.planned = std::move(members.front());
  members.erase(members.begin());
  state.others = std::move(members);
}

/// An exchange of its own for some of the members, which know what the set knows.
RecordState part_of(const RecordState& state, std::vector<PlannedRequest> members) {
  RecordState part;
  part.looked_up = state.looked_up;
  part.placed = true;
  part.line_item_read = state.line_item_read;
  part.was_sent = state.was_sent;
  keep_members(part, std::move(members));
  return part;
}

void confirm_made(const PlannedRequest& member, int status, const Circumstances& at,
                  StepResult& result) {
  if (member.kind == outbox::Kind::line_item && !member.proven) {
    result.proves_ids = member.route;
  }
  Outcome outcome = outcome_of(member, RequestStatus::confirmed, Code::none, at.now_unix_ms);
  outcome.http_status = status;
  result.outcomes.push_back(std::move(outcome));
}

void unclear(const PlannedRequest& member, int status, const Circumstances& at,
             StepResult& result) {
  Outcome outcome = outcome_of(member, RequestStatus::unclear, Code::id_unclear, at.now_unix_ms);
  outcome.http_status = status;
  result.outcomes.push_back(std::move(outcome));
}

/// What cannot be sent, because the class lacks something that it needs.
Outcome lacking(const RecordState& state, const PlannedRequest& member, Code code,
                const Circumstances& at, StepResult& result) {
  const bool nowhere = state.absent && !at.has_passed;
  // All that was read was "not there": perhaps the service itself is not.
  result.ask = result.ask || nowhere;
  const bool shut = code == Code::window_shut;
  Outcome outcome =
      outcome_of(member, nowhere || shut ? RequestStatus::not_sent : RequestStatus::lacking,
                 nowhere ? Code::address_refused : code, at.now_unix_ms);
  outcome.nothing_left = true;
  outcome.blameless = true;
  outcome.retry_unix_ms = at.now_unix_ms + (nowhere ? kAbsentRetryMs : shut ? kWindowShutMs : 0);
  return outcome;
}

/// Nothing of it has left: it is planned anew, by who knows what the class has now.
Outcome to_be_judged(const PlannedRequest& member, const Circumstances& at) {
  Outcome outcome = outcome_of(member, RequestStatus::not_sent, Code::none, at.now_unix_ms);
  outcome.nothing_left = true;
  outcome.blameless = true;
  outcome.retry_unix_ms = 0; // before those behind it, so that each keeps its place in the line
  return outcome;
}

Status place(const RecordState& state, PlannedRequest& member, const Circumstances& at) {
  auto placed = complete_line_item(member);
  adopt_result(member);
  if (!placed) {
    return placed;
  }
  if (member.doubted_line_item) {
    complete_as(member, *member.doubted_line_item);
  }
  // What nothing was read for, in all of the set, has been made on trial when it was planned.
  const bool as_planned = state.looked_up.empty() && !state.line_item_read;
  if (as_planned || member.write == Write::remove || member.write == Write::look) {
    return placed;
  }
  auto document = document_of(member, at.now_unix_ms);
  return document ? ok_status() : Status(document.error());
}

/// The id of one that a POST or a PUT has made, out of its answer; empty = it does not say.
gradebook::SourcedId made_id(const PlannedRequest& member, const oneroster::Verdict& verdict,
                             const Result<std::vector<oneroster::IdPair>>& pairs) {
  if (member.creation == Creation::put) {
    return verdict.other_id.value_or(gradebook::SourcedId());
  }
  if (!pairs) {
    return {};
  }
  const auto pair = std::ranges::find_if(*pairs, [&](const oneroster::IdPair& one) {
    return oneroster::ascii::same_without_case(one.supplied.value, member.wire_id.value);
  });
  return pair == pairs->end() ? gradebook::SourcedId() : pair->allocated;
}

} // namespace

bool place_members(RecordState& state, const Circumstances& at, StepResult& result) {
  if (state.placed) {
    return true;
  }
  state.placed = true;
  std::vector<PlannedRequest> members;
  for (auto& member : take_members(state)) {
    if (member.columns_first && member.known.line_items) {
      result.outcomes.push_back(to_be_judged(member, at));
    } else if (const auto placed = place(state, member, at); placed) {
      members.push_back(std::move(member));
    } else {
      result.outcomes.push_back(lacking(state, member, placed.error().code, at, result));
    }
  }
  if (members.empty()) {
    return false;
  }
  keep_members(state, std::move(members));
  return true;
}

StepResult take_listing(RecordState& state, const std::vector<boost::json::object>& records,
                        const Circumstances& at) {
  const auto now = at.now_unix_ms;
  StepResult result;
  const Existing existing(state.planned.kind, records);
  std::vector<PlannedRequest> to_make;
  for (auto& member : take_members(state)) {
    const auto match = existing.match(member, member.doubted, now);
    const bool remove = member.write == Write::remove;
    if (match.kind == Match::Kind::several) {
      unclear(member, 0, at, result);
    } else if (match.kind == Match::Kind::none && remove) {
      result.outcomes.push_back(outcome_of(member, RequestStatus::confirmed, Code::none, now));
    } else if (match.kind == Match::Kind::none) {
      to_make.push_back(std::move(member));
    } else {
      take_found(member, existing.id(member, match.at));
      if (!remove && existing.same(member, match.at, now)) {
        confirm_made(member, 0, at, result);
        continue;
      }
      if (member.kind == outbox::Kind::line_item) {
        carry_over(member, existing.line_items[match.at]);
      }
      member.creation = Creation::none;
      std::vector<PlannedRequest> alone;
      alone.push_back(std::move(member));
      result.behind.push_back(part_of(state, std::move(alone)));
    }
  }
  if (to_make.empty()) {
    return result;
  }
  for (auto& member : to_make) {
    if (member.kind != outbox::Kind::line_item) {
      continue;
    }
    ListedBefore listed{member.route, member.record_id, {}};
    auto& before = member.before.emplace();
    for (const auto& line_item : existing.line_items) {
      listed.line_items.push_back(line_item.id);
      before.insert(line_item.id.value);
    }
    result.save_first.push_back(std::move(listed));
    member.doubted_line_item.reset();
    take_titles(member, existing.line_items);
  }
  keep_members(state, std::move(to_make));
  state.listed = true;
  result.then = StepResult::Then::again;
  return result;
}

StepResult cannot_list(RecordState& state, Step step, int status, const Circumstances& at) {
  StepResult result;
  state.reading.reset();
  std::vector<PlannedRequest> to_make;
  for (auto& member : take_members(state)) {
    // Nothing of it was ever sent: there is nothing to be found.
    if (step == Step::list && !member.doubted) {
      to_make.push_back(std::move(member));
    } else if (step == Step::find && !member.told_id.empty()) {
      // The SIS lets nobody look: its own word is all that there will ever be.
      take_found(member, member.told_id);
      confirm_made(member, status, at, result);
    } else {
      unclear(member, status, at, result);
    }
  }
  if (!to_make.empty()) {
    keep_members(state, std::move(to_make));
    state.listed = true;
    result.then = StepResult::Then::again;
  }
  return result;
}

StepResult made(RecordState& state, const oneroster::HttpAnswer& answer,
                const oneroster::Verdict& verdict, const Circumstances& at) {
  StepResult result;
  const auto pairs = oneroster::read_id_pairs(answer);
  std::vector<PlannedRequest> to_find;
  for (auto& member : take_members(state)) {
    member.told_id = made_id(member, verdict, pairs);
    const bool believed = member.route->profile->writes.confirm == oneroster::Confirm::trust;
    if (!believed || member.told_id.empty()) {
      to_find.push_back(std::move(member));
      continue;
    }
    take_found(member, member.told_id);
    confirm_made(member, answer.status, at, result);
  }
  if (!to_find.empty()) {
    keep_members(state, std::move(to_find));
    state.made = true;
    result.then = StepResult::Then::again;
  }
  return result;
}

StepResult found(RecordState& state, const std::vector<boost::json::object>& records,
                 const Circumstances& at) {
  StepResult result;
  const Existing existing(state.planned.kind, records);
  for (auto& member : take_members(state)) {
    const auto match = existing.match(member, true, at.now_unix_ms);
    if (match.kind != Match::Kind::one) {
      unclear(member, 0, at, result);
      continue;
    }
    take_found(member, existing.id(member, match.at));
    confirm_made(member, 0, at, result);
  }
  return result;
}

StepResult halve(RecordState& state) {
  state.was_sent = true;
  auto members = take_members(state);
  for (auto& member : members) {
    // An SIS may have kept the ones before the culprit.
    member.doubted = true;
  }
  const auto middle = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 2);
  StepResult result;
  result.ahead.push_back(
      part_of(state, {std::make_move_iterator(members.begin()), std::make_move_iterator(middle)}));
  result.ahead.push_back(
      part_of(state, {std::make_move_iterator(middle), std::make_move_iterator(members.end())}));
  return result;
}

bool reads_anew(RecordState& state, const Outcome& refusal) {
  auto& planned = state.planned;
  if (!planned.known_from_store || state.refusal) {
    return false;
  }
  state.refusal = refusal;
  state.refused_words = words_of(planned);
  planned.known_from_store = false;
  planned.reads.clear();
  for (const Lookup lookup :
       {Lookup::sis_class, Lookup::sessions, Lookup::categories, Lookup::results}) {
    if (planned.known.has(lookup)) {
      planned.reads.insert(lookup);
    }
  }
  planned.known = {};
  state.looked_up.clear();
  state.placed = false;
  state.listed = false;
  return true;
}

} // namespace passback::exchange
