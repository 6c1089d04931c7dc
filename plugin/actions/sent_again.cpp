#include "plugin/actions/sent_again.hpp"

#include <functional>
#include <map>
#include <string>

#include "plugin/decision/digest.hpp"
#include "plugin/decision/placement.hpp"
#include "plugin/decision/records.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/outbox/each_record.hpp"
#include "plugin/outbox/identity.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using outbox::Kind;
using outbox::Record;

// What a person has to know is that they are many.
constexpr int kMostGrades = 1'000;
// A save is answered while somebody waits; each takes two documents.
constexpr int kMostLooks = 10'000;

using Concerned = std::function<Result<bool>(const gradebook::DomainId&)>;

/// Goes through classes as the settings are and as they would be.
class SentAgain {
 public:
  SentAgain(const ActionParts& parts, decision::UnitOfWork& now)
      : now_(now),
        then_(now.transaction, parts.profiles, nullptr, parts.default_domain, now.now_unix_ms) {
    then_.accept_unknown_domains();
  }

  decision::SettingsView& supposed() { return then_.settings(); }
  /// At the grades of the class whose settings are those of a domain that is `concerned`.
  Status look_at(const decision::Origin& origin, const Concerned& concerned);
  bool is_enough() const { return grades_ > kMostGrades || looks_ > kMostLooks; }
  std::optional<Question> question() const;

 private:
  Result<bool> reads_differently(const decision::ClassView& now, const decision::ClassView& then,
                                 const Record& result);
  Result<Record> line_item_of(const Record& result);
  Status look_at(const decision::Origin& origin, const gradebook::DomainId& domain);

  decision::UnitOfWork& now_;
  decision::UnitOfWork then_;
  std::map<std::int64_t, Record> line_items_; ///< of the class that is looked at
  int grades_ = 0, looks_ = 0;
};

/// In the same SIS, and written in another way.
bool concerns(const decision::ClassView& now, const decision::ClassView& then) {
  const auto& before = now.effective;
  const auto& after = then.effective;
  return after.allowed && before.connection && after.connection &&
         before.connection->id == after.connection->id &&
         before.connection->generation == after.connection->generation && now.profile != nullptr &&
         then.profile != nullptr && then.unusable == Code::none &&
         (!(before.grading == after.grading) ||
          before.connection->profile != after.connection->profile);
}

bool rests_at_sis(const Record& result) {
  return outbox::stands_at_sis(result) && !result.in_doubt && !outbox::is_left_behind(result) &&
         outbox::same_for_sis(Kind::result, result.released, result.confirmed);
}

Result<Record> SentAgain::line_item_of(const Record& result) {
  const auto known = line_items_.find(result.line_item_id);
  if (known != line_items_.end()) {
    return known->second;
  }
  PASSBACK_TRY_AS(auto found, now_.transaction.record(result.line_item_id));
  return line_items_.emplace(result.line_item_id, found.value_or(Record{})).first->second;
}

Result<bool> SentAgain::reads_differently(const decision::ClassView& now,
                                          const decision::ClassView& then, const Record& result) {
  if (!decision::belongs_to(then, result) || !rests_at_sis(result) ||
      decision::off_code(then, result.key.activity_id) != Code::none) {
    return false;
  }
  PASSBACK_TRY_AS(const auto line_item, line_item_of(result));
  const auto before =
      decision::digest_of_result(now.manner(), now.endpoint.version, result, line_item);
  const auto after =
      decision::digest_of_result(then.manner(), then.endpoint.version, result, line_item);
  return before && after && *before != *after && result.confirmed.digest != *after;
}

Status SentAgain::look_at(const decision::Origin& origin, const Concerned& concerned) {
  PASSBACK_TRY_AS(const auto domains, now_.domains_of_class(origin));
  for (const auto& domain : domains) {
    PASSBACK_TRY_AS(const bool looks, concerned(domain));
    if (looks && !is_enough()) {
      PASSBACK_TRY(look_at(origin, domain));
    }
  }
  return ok_status();
}

Status SentAgain::look_at(const decision::Origin& origin, const gradebook::DomainId& domain) {
  PASSBACK_TRY_AS(const auto now, now_.open_class(origin, domain));
  PASSBACK_TRY_AS(const auto then, then_.open_class(origin, domain));
  if (!concerns(now, then)) {
    return ok_status();
  }
  line_items_.clear();
  outbox::RecordFilter results;
  results.class_id = origin.class_id;
  results.school_year = origin.school_year;
  results.connection_id = then.effective.connection->id;
  results.kind = Kind::result;
  const auto enough =
      outbox::any_record(now_.transaction, results, [&](Record& result) -> Result<bool> {
        PASSBACK_TRY_AS(const auto own, now_.domain_of(result));
        if (own == domain) {
          PASSBACK_TRY_AS(const auto differs, reads_differently(now, then, result));
          grades_ += differs ? 1 : 0;
          ++looks_;
        }
        return is_enough();
      });
  return enough ? ok_status() : Status(enough.error());
}

std::optional<Question> SentAgain::question() const {
  if (grades_ == 0) {
    return std::nullopt;
  }
  const auto text = grades_ > kMostGrades ? "sent_again.more_than"
                    : looks_ > kMostLooks
                        ? (grades_ == 1 ? "sent_again.at_least_one" : "sent_again.at_least")
                    : grades_ == 1 ? "sent_again.one"
                                   : "sent_again.several";
  const bool numbered = grades_ > 1 && grades_ <= kMostGrades;
  return Question{"resend",
                  numbered ? say(text, {{"count", std::to_string(grades_)}}) : say(text),
                  {{"yes", say("sent_again.yes")}}};
}

} // namespace

Result<std::optional<Question>> ask_to_send_again(const ActionParts& parts,
                                                  const gradebook::DomainId& domain,
                                                  const settings::DomainSettings& before,
                                                  const settings::DomainSettings& after) {
  const bool other_profile = before.connection && after.connection &&
                             before.connection->profile != after.connection->profile;
  std::optional<Question> question;
  if (before.grading == after.grading && !other_profile) {
    return question;
  }
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    SentAgain again(parts, work);
    again.supposed().suppose(domain, after);
    PASSBACK_TRY_AS(const auto classes, work.transaction.classes({}));
    outbox::Below below(work.transaction, domain);
    const Concerned is_below = [&](const gradebook::DomainId& at) { return below.holds(at); };
    for (const auto& row : classes) {
      if (again.is_enough()) {
        break;
      }
      decision::Origin origin;
      origin.school_year = row.school_year;
      origin.class_id = row.class_id;
      PASSBACK_TRY(again.look_at(origin, is_below));
    }
    question = again.question();
    return ok_status();
  });
  return read ? Result<std::optional<Question>>(std::move(question)) : read.error();
}

Result<std::optional<Question>> ask_to_send_again(const ActionParts& parts, const Asker& asker,
                                                  const settings::ClassSettings& before,
                                                  const settings::ClassSettings& after) {
  std::optional<Question> question;
  if (before.scales == after.scales && before.objectives == after.objectives &&
      before.send_comments == after.send_comments) {
    return question;
  }
  const auto read = read_work(parts, [&](decision::UnitOfWork& work) -> Status {
    SentAgain again(parts, work);
    again.supposed().suppose(asker.class_id, after);
    PASSBACK_TRY(again.look_at(origin_of(asker),
                               [](const gradebook::DomainId&) { return Result<bool>(true); }));
    question = again.question();
    return ok_status();
  });
  return read ? Result<std::optional<Question>>(std::move(question)) : read.error();
}

} // namespace passback::actions
