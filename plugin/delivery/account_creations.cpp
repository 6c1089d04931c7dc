// The runner's records whose ids are the SIS's: looked for before they are made, made once, and
// found again afterwards. Never made a second time before it was looked whether they are there.
#include <algorithm>
#include <utility>

#include "plugin/delivery/account_runner.hpp"
#include "plugin/delivery/before.hpp"
#include "plugin/delivery/derive.hpp"
#include "plugin/delivery/matching.hpp"
#include "plugin/delivery/placing.hpp"
#include "plugin/oneroster/ascii.hpp"
#include "plugin/oneroster/posts.hpp"

namespace passback::delivery {

namespace {

using outbox::WireIdOrigin;

template <class Item, class Read>
std::vector<Item> all_of(const std::vector<boost::json::object>& records, Read read) {
  std::vector<Item> items;
  for (const auto& record : records) {
    items.push_back(read(record));
  }
  return items;
}

/// One reading of what exists, of either kind.
struct Listing {
  std::vector<oneroster::SisLineItem> line_items;
  std::vector<oneroster::SisResult> results;

  Listing(outbox::Kind kind, const std::vector<boost::json::object>& records) {
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

std::vector<PlannedRequest> members_of(PlannedRequest first, std::vector<PlannedRequest> others) {
  others.insert(others.begin(), std::move(first));
  return others;
}

} // namespace

void AccountRunner::keep_members(Exchange& exchange, std::vector<PlannedRequest> members) {
  exchange.planned = std::move(members.front());
  members.erase(members.begin());
  exchange.others = std::move(members);
}

void AccountRunner::confirm_made(const PlannedRequest& member, int status) {
  const auto& connection = member.route->connection.id;
  if (member.kind == outbox::Kind::line_item && !member.proven &&
      proven_.insert(connection).second) {
    settlement_.learned.push_back(proof_row(*member.route, parts_.clock.unix_ms()));
  }
  Outcome outcome = outcome_of(member, Fate::confirmed, Code::none);
  outcome.http_status = status;
  end(std::move(outcome));
}

void AccountRunner::unclear(const PlannedRequest& member, int status) {
  Outcome outcome = outcome_of(member, Fate::unclear, Code::id_unclear);
  outcome.http_status = status;
  end(std::move(outcome));
}

void AccountRunner::listed(const ExchangePtr& exchange) {
  const auto records = std::exchange(exchange->reading, std::nullopt)->records;
  const auto& planned = exchange->planned;
  const bool of_result = planned.kind == outbox::Kind::result;
  const auto same_list = [&](const Exchange& other) {
    const auto& one = other.planned;
    return same_connection(one, planned) && one.kind == planned.kind &&
           step_of(other) == Step::list && !other.reading &&
           (of_result ? one.parent_wire_id == planned.parent_wire_id
                      : one.sis_class_id == planned.sis_class_id);
  };
  // One reading serves all who are about to make something there.
  std::vector<ExchangePtr> sharers;
  std::ranges::copy_if(queue_, std::back_inserter(sharers),
                       [&](const ExchangePtr& other) { return same_list(*other); });
  if (take_listing(exchange, records)) {
    go_on(exchange);
  }
  for (const auto& sharer : sharers) {
    if (ready_to_write(*sharer) && take_listing(sharer, records)) {
      continue;
    }
    std::erase(queue_, sharer);
  }
}

// False: every member has its answer already.
bool AccountRunner::take_listing(const ExchangePtr& exchange,
                                 const std::vector<boost::json::object>& records) {
  const auto now = parts_.clock.unix_ms();
  const Listing listing(exchange->planned.kind, records);
  std::vector<PlannedRequest> to_make;
  for (auto& member :
       members_of(std::move(exchange->planned), std::exchange(exchange->others, {}))) {
    const auto match = listing.match(member, member.doubted, now);
    const bool remove = member.write == Write::remove;
    if (match.kind == Match::Kind::several) {
      unclear(member, 0);
    } else if (match.kind == Match::Kind::none && remove) {
      end(outcome_of(member, Fate::confirmed, Code::none));
    } else if (match.kind == Match::Kind::none) {
      to_make.push_back(std::move(member));
    } else {
      take_found(member, listing.id(member, match.at));
      if (!remove && listing.same(member, match.at, now)) {
        confirm_made(member, 0);
        continue;
      }
      if (member.kind == outbox::Kind::line_item) {
        carry_over(member, listing.line_items[match.at]);
      }
      member.creation = Creation::none;
      auto change = std::make_shared<Exchange>();
      change->credentials = exchange->credentials;
      change->looked_up = exchange->looked_up;
      change->placed = true;
      change->line_item_read = exchange->line_item_read;
      change->planned = std::move(member);
      queue_.push_back(std::move(change));
    }
  }
  if (to_make.empty()) {
    return false;
  }
  for (auto& member : to_make) {
    if (member.kind != outbox::Kind::line_item) {
      continue;
    }
    // Kept before anything leaves: after a lost answer only what is new can be ours.
    settlement_.learned.push_back(before_row(member, listing.line_items, now));
    exchange->saved_with = settlement_number_;
    auto& before = member.before.emplace();
    for (const auto& line_item : listing.line_items) {
      before.insert(line_item.id.value);
    }
    member.doubted_line_item.reset();
    take_titles(member, listing.line_items);
  }
  keep_members(*exchange, std::move(to_make));
  exchange->listed = true;
  return true;
}

void AccountRunner::cannot_list(const ExchangePtr& exchange, Step step, int status) {
  exchange->reading.reset();
  std::vector<PlannedRequest> to_make;
  for (auto& member :
       members_of(std::move(exchange->planned), std::exchange(exchange->others, {}))) {
    // Nothing of it was ever sent: there is nothing to be found.
    if (step == Step::list && !member.doubted) {
      to_make.push_back(std::move(member));
    } else {
      unclear(member, status);
    }
  }
  if (!to_make.empty()) {
    keep_members(*exchange, std::move(to_make));
    exchange->listed = true;
    go_on(exchange);
  }
}

void AccountRunner::made(const ExchangePtr& exchange, const oneroster::HttpAnswer& answer,
                         const oneroster::Verdict& verdict) {
  const auto pairs = oneroster::read_id_pairs(answer);
  std::vector<PlannedRequest> unnamed;
  for (auto& member :
       members_of(std::move(exchange->planned), std::exchange(exchange->others, {}))) {
    gradebook::SourcedId id;
    if (member.creation == Creation::put) {
      id = verdict.other_id.value_or(gradebook::SourcedId());
    } else if (pairs) {
      const auto pair = std::ranges::find_if(*pairs, [&](const oneroster::IdPair& one) {
        return oneroster::ascii::same_without_case(one.supplied.value, member.wire_id.value);
      });
      id = pair == pairs->end() ? gradebook::SourcedId() : pair->allocated;
    }
    if (id.empty()) {
      unnamed.push_back(std::move(member));
      continue;
    }
    take_found(member, id);
    confirm_made(member, answer.status);
  }
  if (unnamed.empty()) {
    return;
  }
  keep_members(*exchange, std::move(unnamed));
  exchange->made = true;
  go_on(exchange);
}

void AccountRunner::found(const ExchangePtr& exchange) {
  const auto records = std::exchange(exchange->reading, std::nullopt)->records;
  const Listing listing(exchange->planned.kind, records);
  for (auto& member :
       members_of(std::move(exchange->planned), std::exchange(exchange->others, {}))) {
    const auto match = listing.match(member, true, parts_.clock.unix_ms());
    if (match.kind != Match::Kind::one) {
      unclear(member, 0);
      continue;
    }
    take_found(member, listing.id(member, match.at));
    confirm_made(member, 0);
  }
}

// A set that is refused is sent in halves, until the one that is to blame is alone.
void AccountRunner::halve(const ExchangePtr& exchange) {
  auto members = members_of(std::move(exchange->planned), std::exchange(exchange->others, {}));
  const auto middle = members.begin() + static_cast<std::ptrdiff_t>(members.size() / 2);
  for (auto& member : members) {
    // An SIS may have kept the ones before the culprit.
    member.doubted = true;
  }
  const bool line_item_read = exchange->line_item_read;
  const auto half = [&](auto begin, auto end) {
    auto part = std::make_shared<Exchange>();
    part->credentials = exchange->credentials;
    part->looked_up = exchange->looked_up;
    part->placed = true;
    part->line_item_read = line_item_read;
    keep_members(*part, {std::make_move_iterator(begin), std::make_move_iterator(end)});
    queue_.push_front(std::move(part));
  };
  half(middle, members.end());
  half(members.begin(), middle);
}

// A refusal of something that rests on what was kept: it is read anew, once.
bool AccountRunner::look_again(const ExchangePtr& exchange, const Outcome& refusal) {
  auto& planned = exchange->planned;
  if (!planned.known_from_store || exchange->refusal) {
    return false;
  }
  exchange->refusal = refusal;
  exchange->refused_words = words_of(planned);
  planned.known_from_store = false;
  planned.reads.clear();
  for (const Lookup lookup :
       {Lookup::sis_class, Lookup::sessions, Lookup::categories, Lookup::results}) {
    if (planned.known.has(lookup)) {
      planned.reads.insert(lookup);
    }
  }
  planned.known = {};
  exchange->looked_up.clear();
  exchange->placed = false;
  exchange->listed = false;
  go_on(exchange);
  return true;
}

} // namespace passback::delivery
