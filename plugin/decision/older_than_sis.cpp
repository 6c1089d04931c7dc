#include "plugin/decision/older_than_sis.hpp"

#include <utility>

#include "plugin/outbox/transitions.hpp"

namespace passback::decision {
namespace {

using outbox::Form;
using outbox::Kind;
using outbox::Record;
using outbox::Version;

/// What the SIS has, as far as anybody knows.
const Version& at_sis(const Record& record) {
  const bool unanswered = record.in_doubt && record.sent.form != Form::none;
  return unanswered ? static_cast<const Version&>(record.sent) : record.confirmed;
}

/// To an SIS that has nothing, a blank cell and one that is gone are the same.
bool says_nothing_else(const Version& said, const Version& there) {
  const bool nothing_there = there.form == Form::absent || there.form == Form::none;
  return (said.form != Form::present && nothing_there) ||
         outbox::same_for_sis(Kind::result, said, there);
}

/// The host's epoch rose after it told of this cell before.
bool is_restored(const Record& result, const Origin& origin) {
  return origin.host_epoch > result.host_epoch && (result.host_epoch != 0 || result.host_rev != 0);
}

/// Times of scoring say it best; where there are none the revision does, which a restore sets back.
/// A host without revisions tells by an event what is new, so what is only read is of the backup.
bool is_older(const Record& result, const Version& there, const Origin& origin, bool only_read,
              std::int64_t scored_at) {
  const auto* had = there.facts.score();
  const auto before = had == nullptr ? 0 : had->scored_at_unix_ms;
  if (scored_at != 0 && before != 0 && scored_at != before) {
    return scored_at < before;
  }
  if (!is_restored(result, origin)) {
    return false;
  }
  return origin.host_rev == 0 ? only_read : origin.host_rev < result.host_rev;
}

} // namespace

bool is_put_back(const Record& result) {
  const auto* facts = result.observed.facts.score();
  return facts != nullptr && facts->put_back;
}

void note_put_back(const Record& result, Form form, const Origin& origin, bool only_read,
                   gradebook::ScoreFacts& facts) {
  const bool before = is_put_back(result);
  const Version& there = at_sis(result);
  if ((!before && !is_restored(result, origin)) || there.form == Form::none) {
    return;
  }
  const Version said{0, form, outbox::Facts::of(facts)};
  if (before && outbox::same_for_sis(Kind::result, said, result.observed)) {
    facts.put_back = true;
    facts.sis_keeps_newer = result.observed.facts.score()->sis_keeps_newer;
    return;
  }
  facts.put_back = !says_nothing_else(said, there) &&
                   is_older(result, there, origin, only_read, facts.scored_at_unix_ms);
}

Code older_code(const Record& result) {
  const Version& there = at_sis(result);
  if (!is_put_back(result) || there.form == Form::none ||
      outbox::same_for_sis(Kind::result, result.observed, result.released) ||
      says_nothing_else(result.observed, there)) {
    return Code::none;
  }
  return result.observed.facts.score()->sis_keeps_newer ? Code::newer_kept : Code::older_than_sis;
}

bool waits_for_older_answer(const Record& record) {
  return record.state == outbox::State::manual && record.code == Code::older_than_sis;
}

void keep_newer_in_sis(Record& result) {
  if (const auto* said = result.observed.facts.score(); said != nullptr) {
    auto facts = *said;
    facts.sis_keeps_newer = true;
    result.observed.facts = outbox::Facts::of(std::move(facts));
  }
  outbox::park(result, outbox::State::settled, Code::newer_kept);
}

} // namespace passback::decision
