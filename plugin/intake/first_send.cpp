#include "plugin/intake/first_send.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "plugin/intake/left_to_settle.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::UnitOfWork;
using settings::FirstSend;

constexpr std::string_view kBeingCountedMeta = "first_send_being_counted";

} // namespace

Result<GradedBefore> graded_before(UnitOfWork& work, const gradebook::DomainId& domain) {
  outbox::RecordFilter filter;
  filter.state = outbox::State::manual;
  filter.kind = outbox::Kind::result;
  filter.code = Code::first_send_asked;
  GradedBefore found;
  std::set<std::pair<std::string, std::string>> classes;
  PASSBACK_TRY(outbox::each_record(work.transaction, filter, [&](outbox::Record& record) -> Status {
    PASSBACK_TRY_AS(const auto inside, is_below(work, record, domain));
    if (!inside) {
      return ok_status();
    }
    ++found.grades;
    classes.emplace(record.key.school_year.value, record.key.class_id.value);
    const auto* score = record.observed.facts.score();
    const auto scored_at = score == nullptr ? 0 : score->scored_at_unix_ms;
    if (scored_at != 0 && (found.oldest_unix_ms == 0 || scored_at < found.oldest_unix_ms)) {
      found.oldest_unix_ms = scored_at;
    }
    return ok_status();
  }));
  found.classes = static_cast<std::int64_t>(classes.size());
  return found;
}

void open_first_send(settings::DomainSettings& settings, std::int64_t now_unix_ms) {
  settings.first_send = FirstSend{now_unix_ms, FirstSend::Answer::open, {}};
}

Status note_first_send(outbox::Transaction& transaction, const gradebook::DomainId& domain) {
  return add_name_left(transaction, kBeingCountedMeta, domain.value);
}

Result<bool> is_being_counted(outbox::Transaction& transaction, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto ids, names_left(transaction, kBeingCountedMeta));
  return std::ranges::find(ids, domain.value) != ids.end();
}

Status settle_first_sends(UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto ids, names_left(work.transaction, kBeingCountedMeta));
  if (ids.empty()) {
    return ok_status();
  }
  for (const auto& id : ids) {
    const gradebook::DomainId domain(id);
    PASSBACK_TRY_AS(const auto row, work.transaction.settings(outbox::Scope::domain, id));
    const auto stored = row ? settings::domain_settings_from_json(row->document)
                            : Result<settings::DomainSettings>(settings::DomainSettings{});
    if (!stored || !stored->first_send || stored->first_send->answer != FirstSend::Answer::open) {
      continue;
    }
    PASSBACK_TRY_AS(const auto before, graded_before(work, domain));
    if (before.grades <= kFirstSendUnasked) {
      PASSBACK_TRY(answer_first_send(work, domain, FirstSend::Answer::all, {}));
    }
  }
  return put_names_left(work.transaction, kBeingCountedMeta, {});
}

Status answer_first_send(UnitOfWork& work, const gradebook::DomainId& domain,
                         FirstSend::Answer answer, const std::string& from) {
  PASSBACK_TRY_AS(const auto row, work.transaction.settings(outbox::Scope::domain, domain.value));
  auto stored = row ? settings::domain_settings_from_json(row->document)
                    : Result<settings::DomainSettings>(settings::DomainSettings{});
  if (!stored || !stored->first_send) {
    return Error{Code::state, "Nobody asks this here now."};
  }
  stored->first_send->answer = answer;
  stored->first_send->from = answer == FirstSend::Answer::from ? from : std::string();
  PASSBACK_TRY(work.transaction.put_settings(outbox::Scope::domain, domain.value,
                                             settings::to_json(*stored)));
  return outbox::ask_to_reconsider(work.transaction, {});
}

} // namespace passback::intake
