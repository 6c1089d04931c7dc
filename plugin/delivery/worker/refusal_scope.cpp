#include "plugin/delivery/worker/refusal_scope.hpp"

#include <set>

namespace passback::delivery {

namespace {

// In a row: one lost connection says little, a second one that the SIS cannot be reached.
constexpr std::int32_t kUnreachedInARow = 2;
// So often the same kind of request has been stopped: about a quarter of an hour.
constexpr std::int32_t kElsewhereStops = 20;
// Of one class: then the next of its records is not tried so often.
constexpr std::int32_t kClassIsRefused = 2;

/// The second, the fourth, the eighth, ...: so that asking costs little where it tells nothing.
bool is_power_of_two(std::int32_t count) {
  return count > 1 && (count & (count - 1)) == 0;
}

} // namespace

std::size_t RefusalScope::Suspects::classes() const {
  std::set<std::string> ids;
  for (const auto& [record, class_id] : records) {
    ids.insert(class_id);
  }
  return ids.size();
}

Reach RefusalScope::got(Trouble trouble, const Asked& asked) {
  Reach reach;
  if (trouble == Trouble::unreached) {
    reach.scope = ++unreached_ >= kUnreachedInARow ? Scope::sis : Scope::record;
    return reach;
  }
  unreached_ = 0;
  const Kind kind{trouble, asked.credential, asked.call};
  auto& own = troubled_[asked.record_id];
  own.credential = asked.credential;
  own.call = asked.call;
  // Where nobody else is there to pass, what is "not there" again and again would go on for ever.
  own.alone =
      own.alone || (trouble == Trouble::elsewhere && suspects_[kind].stops >= kElsewhereStops);
  if (own.alone) {
    const auto of_class = set_aside_[kind].find(asked.class_id);
    const bool class_is_refused =
        of_class != set_aside_[kind].end() && of_class->second >= kClassIsRefused;
    const bool often = asked.attempts + 1 >= kSetAsideAfter || class_is_refused;
    reach.scope = class_is_refused ? Scope::school_class : Scope::record;
    reach.set_aside = often && own.vouched;
    // One attempt before, so that it can be told by then.
    reach.ask = !reach.set_aside && (often || asked.attempts + 2 >= kSetAsideAfter);
    own.vouched = false;
    if (reach.set_aside) {
      ++set_aside_[kind][asked.class_id];
      troubled_.erase(asked.record_id);
    }
    return reach;
  }
  auto& suspects = suspects_[kind];
  if (suspects.records.empty()) {
    suspects.since_pass = passes_.contains(asked.credential) ? passes_.at(asked.credential) : 0;
  }
  suspects.records[asked.record_id] = asked.class_id;
  ++suspects.met;
  reach.tell = suspects.tell() && trouble == Trouble::refusal;
  // Several of one class, and nobody else is there to compare them with: in the end each is told by
  // itself, unless people hear of all of them at once.
  const bool long_enough = asked.attempts + 1 >= 2 * kSetAsideAfter && !reach.tell;
  reach.set_aside = long_enough && own.vouched && suspects.classes() == 1;
  reach.ask = is_power_of_two(suspects.met) || (long_enough && !own.vouched);
  own.vouched = false;
  if (suspects.classes() > 1) {
    reach.scope = Scope::verb;
    reach.stops = suspects.stops++;
  } else if (suspects.records.size() > 1) {
    reach.scope = Scope::school_class;
  }
  return reach;
}

void RefusalScope::passed(const Asked& asked) {
  unreached_ = 0;
  ++passes_[asked.credential];
  const auto own = troubled_.find(asked.record_id);
  if (own != troubled_.end() && own->second.call == asked.call) {
    troubled_.erase(own);
  }
  for (auto& [id, other] : troubled_) {
    if (id != asked.record_id && other.credential == asked.credential && other.call == asked.call) {
      other.alone = other.vouched = true;
    }
  }
  std::erase_if(suspects_, [&](const auto& one) {
    return one.first.credential == asked.credential && one.first.call == asked.call;
  });
  for (auto& [kind, classes] : set_aside_) {
    if (kind.credential == asked.credential && kind.call == asked.call) {
      classes.erase(asked.class_id);
    }
  }
}

void RefusalScope::probe_passed(const std::string& credential) {
  unreached_ = 0;
  ++passes_[credential];
  for (auto& [id, own] : troubled_) {
    own.vouched = own.vouched || own.credential == credential;
  }
  std::erase_if(suspects_, [&](const auto& one) {
    const auto& [kind, suspects] = one;
    const bool alone = kind.credential == credential && suspects.records.size() == 1;
    if (alone) {
      troubled_[suspects.records.begin()->first].alone = true;
    }
    return alone;
  });
}

Scope RefusalScope::probe_got(Trouble trouble, const std::string& credential) {
  if (trouble == Trouble::unreached) {
    return Scope::sis;
  }
  const std::int64_t passes = passes_.contains(credential) ? passes_.at(credential) : 0;
  bool any = passes == 0;
  for (const auto& [kind, suspects] : suspects_) {
    any = any || (kind.trouble == trouble && kind.credential == credential &&
                  suspects.since_pass == passes);
  }
  if (!any) {
    return Scope::record;
  }
  std::erase_if(suspects_, [&](const auto& one) {
    return one.first.trouble == trouble && one.first.credential == credential;
  });
  troubled_.clear();
  switch (trouble) {
  case Trouble::refusal:
    return Scope::credential;
  case Trouble::elsewhere:
    return Scope::address;
  case Trouble::busy:
  case Trouble::failure:
  case Trouble::unreached:
    break;
  }
  return Scope::sis;
}

void RefusalScope::forget() {
  suspects_.clear();
  troubled_.clear();
  set_aside_.clear();
  passes_.clear();
  unreached_ = 0;
}

} // namespace passback::delivery
