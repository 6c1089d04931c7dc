#include "plugin/intake/custom_data.hpp"

#include <algorithm>
#include <charconv>

#include "plugin/intake/changed_ids.hpp"
#include "plugin/intake/identity.hpp"
#include "plugin/outbox/pending.hpp"
#include "plugin/platform/try.hpp"

namespace passback::intake {
namespace {

using decision::ClassView;
using decision::Origin;
using decision::UnitOfWork;
using outbox::ClassRow;
using outbox::CustomReadRow;
using outbox::EnrolmentRow;

constexpr std::string_view kAskedMeta = "custom_data_asked_unix_ms";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr int kUsersOfAPage = 100;
// A process that died with a page out keeps the others from it for so long.
constexpr std::int64_t kCustomPageMs = 5'000;
// Steps for which the host need not be asked are passed over this many at a time.
constexpr int kMostStepsPassedOver = 50;

Origin origin_of_row(const CustomReadRow& row) {
  Origin origin;
  origin.school_year = row.school_year;
  origin.class_id = row.class_id;
  return origin;
}

CustomStep step_of(const CustomReadRow& row) {
  return static_cast<CustomStep>(row.step);
}

// nullopt: settings that cannot be read, which change nothing.
Result<std::optional<settings::IdWays>> ways_in(UnitOfWork& work, const Origin& origin,
                                                const gradebook::DomainId& domain) {
  const auto view = domain.empty() ? work.open_class(origin) : work.open_class(origin, domain);
  if (!view && view.error().code == Code::config) {
    return std::optional<settings::IdWays>();
  }
  return view ? Result(std::optional(view->effective.ids))
              : Result<std::optional<settings::IdWays>>(view.error());
}

/// What one page is about: the class, or so many of its people, with the ways for each.
struct Page {
  std::vector<EnrolmentRow> people = {};
  std::vector<std::optional<settings::IdWays>> ways = {}; ///< of each; of the class alone
};

const std::optional<settings::IdWayList>& ways_for(CustomStep step, const settings::IdWays& ways) {
  return step == CustomStep::lms_class    ? ways.classes
         : step == CustomStep::enrolments ? ways.enrolments
                                          : ways.users;
}

Result<Page> page_of(UnitOfWork& work, const CustomReadRow& row) {
  const auto origin = origin_of_row(row);
  Page page;
  if (step_of(row) == CustomStep::lms_class) {
    PASSBACK_TRY_AS(auto ways, ways_in(work, origin, {}));
    page.ways.push_back(std::move(ways));
    return page;
  }
  PASSBACK_TRY_AS(page.people, work.transaction.enrolments_after(row.class_id, row.school_year,
                                                                 row.after, kUsersOfAPage));
  for (const auto& person : page.people) {
    PASSBACK_TRY_AS(auto ways, ways_in(work, origin, person.domain_id));
    page.ways.push_back(std::move(ways));
  }
  return page;
}

std::vector<std::string> fields_of(const Page& page, CustomStep step) {
  std::vector<std::string> fields;
  for (const auto& ways : page.ways) {
    if (ways) {
      settings::add_fields(ways_for(step, *ways), fields);
    }
  }
  return fields;
}

std::vector<std::string> ids_of_page(const Page& page, const CustomReadRow& row) {
  if (step_of(row) == CustomStep::lms_class) {
    return {row.class_id.value};
  }
  std::vector<std::string> ids;
  for (const auto& person : page.people) {
    ids.push_back(person.user_id);
  }
  return ids;
}

/// The class of the SIS by what was said before, and by what is said now.
struct OtherClass {
  gradebook::ClassFacts facts;
  gradebook::SourcedId was, is;
};

// The class was linked to another one of the SIS before: what stands there is taken back.
Result<OtherClass> other_class(const ClassRow& row, const gradebook::CustomId& now) {
  OtherClass other;
  auto& [facts, was, is] = other;
  if (!row.facts.empty()) {
    PASSBACK_TRY_AS(facts, gradebook::class_facts_from_json(row.facts));
  }
  was = row.custom.over(facts.class_sis_id);
  is = now.over(facts.class_sis_id);
  auto& former = facts.former_class_sis_ids;
  if (!was.empty() && !is.empty() && was != is && std::ranges::find(former, was) == former.end()) {
    former.push_back(was);
  }
  std::erase(former, is);
  return other;
}

Status keep_class_id(UnitOfWork& work, const CustomReadRow& read, const gradebook::CustomId& now) {
  PASSBACK_TRY_AS(const auto before, work.transaction.lms_class(read.class_id, read.school_year));
  if (before ? before->custom == now : now.over({}).empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto view, work.open_class(origin_of_row(read)));
  ClassRow row = before.value_or(ClassRow{});
  row.class_id = read.class_id;
  row.school_year = read.school_year;
  if (!before) {
    row.domain_id = view.domain_id;
    row.incarnation = view.incarnation;
  }
  PASSBACK_TRY_AS(const auto other, other_class(row, now));
  row.facts = gradebook::to_json(other.facts);
  row.custom = now;
  PASSBACK_TRY(work.transaction.put_class(row));
  PASSBACK_TRY(work.transaction.put_custom_id(row));
  PASSBACK_TRY(note_changed_class(work, row, other.was, other.is));
  work.forget_class();
  if (!before) {
    PASSBACK_TRY(find_at_home(work, row));
  }
  outbox::Affected affected;
  affected.class_id = row.class_id;
  affected.school_year = row.school_year;
  return outbox::ask_to_reconsider(work.transaction, affected);
}

Status keep_ids(UnitOfWork& work, const EnrolmentRow& before, CustomStep step,
                const gradebook::CustomId& id) {
  auto now = before;
  (step == CustomStep::enrolments ? now.custom_class : now.custom_user) = id;
  if (now.custom_class == before.custom_class && now.custom_user == before.custom_user) {
    return ok_status();
  }
  PASSBACK_TRY(work.transaction.put_enrolment(now));
  return follow_enrolment(work, before, now);
}

Status apply_page(UnitOfWork& work, const CustomReadRow& row, const Page& page,
                  const CustomAnswers& answers) {
  const auto step = step_of(row);
  if (step == CustomStep::lms_class) {
    const auto& ways = page.ways.front();
    return ways ? keep_class_id(
                      work, row,
                      settings::id_by(ways->classes, values_of(answers, row.class_id.value)))
                : ok_status();
  }
  for (std::size_t i = 0; i < page.people.size(); ++i) {
    if (page.ways[i]) {
      const auto id = settings::id_by(ways_for(step, *page.ways[i]),
                                      values_of(answers, page.people[i].user_id));
      PASSBACK_TRY(keep_ids(work, page.people[i], step, id));
    }
  }
  return ok_status();
}

Status go_on(UnitOfWork& work, CustomReadRow row, const Page& page) {
  const bool last = page.people.size() < kUsersOfAPage;
  row.after = last ? std::string() : page.people.back().user_id;
  row.step += last ? 1 : 0;
  row.page_seq = 0;
  row.not_before_unix_ms = 0;
  row.failures = 0;
  return row.step == static_cast<std::int32_t>(CustomStep::done)
             ? work.transaction.forget_custom_read(row)
             : work.transaction.put_custom_read(row);
}

Status ask_for(UnitOfWork& work, const ClassView& view) {
  PASSBACK_TRY_AS(const auto there, work.transaction.custom_read(view.class_id, view.school_year));
  if (there && there->step == 0 && there->after.empty() && there->page_seq == 0) {
    return ok_status();
  }
  CustomReadRow row;
  row.class_id = view.class_id;
  row.school_year = view.school_year;
  PASSBACK_TRY_AS(row.wish_seq, work.transaction.next_seq());
  return work.transaction.put_custom_read(row);
}

// What changes in the LMS's own fields is told by nobody. Where nobody ever chose custom data there
// is nothing to ask for.
Result<bool> is_a_day_over(outbox::Transaction& transaction, std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(const auto text, transaction.meta(kAskedMeta));
  if (!text) {
    return false;
  }
  std::int64_t asked = 0;
  std::from_chars(text->data(), text->data() + text->size(), asked);
  const auto age = now_unix_ms - asked;
  return age >= kDayMs || age < 0;
}

Status ask_once_a_day(UnitOfWork& work) {
  PASSBACK_TRY_AS(const bool over, is_a_day_over(work.transaction, work.now_unix_ms));
  return over ? ask_for_custom_data(work.transaction, work.now_unix_ms) : ok_status();
}

} // namespace

const settings::FieldValues& values_of(const CustomAnswers& answers, std::string_view id) {
  static const settings::FieldValues kNone;
  const auto found = answers.find(id);
  return found == answers.end() ? kNone : found->second;
}

Status ask_for_custom_data(outbox::Transaction& transaction, std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(const auto seq, transaction.next_seq());
  PASSBACK_TRY(transaction.put_custom_reads_of_all(seq));
  return transaction.put_meta(kAskedMeta, std::to_string(now_unix_ms));
}

Result<bool> uses_custom_data(outbox::Transaction& transaction) {
  PASSBACK_TRY_AS(const auto asked, transaction.meta(kAskedMeta));
  return asked.has_value();
}

Status ask_where_unasked(UnitOfWork& work, const ClassView& view, const ClassRow& row) {
  return view.links.asked_for.classes && !row.custom.asked ? ask_for(work, view) : ok_status();
}

Status ask_where_unasked(UnitOfWork& work, const ClassView& view, const EnrolmentRow& row) {
  const auto& asked_for = view.links.asked_for;
  const bool unasked = (asked_for.enrolments && !row.custom_class.asked) ||
                       (asked_for.users && !row.custom_user.asked);
  return unasked ? ask_for(work, view) : ok_status();
}

Result<bool> is_custom_data_due(outbox::Transaction& transaction, std::int64_t now_unix_ms) {
  PASSBACK_TRY_AS(const auto next, transaction.next_custom_read(now_unix_ms));
  return next ? Result<bool>(true) : is_a_day_over(transaction, now_unix_ms);
}

Result<NextCustomPage> next_custom_question(UnitOfWork& work) {
  PASSBACK_TRY(ask_once_a_day(work));
  for (int passed = 0; passed < kMostStepsPassedOver; ++passed) {
    PASSBACK_TRY_AS(auto next, work.transaction.next_custom_read(work.now_unix_ms));
    if (!next) {
      return NextCustomPage{};
    }
    PASSBACK_TRY_AS(const auto page, page_of(work, *next));
    auto fields = fields_of(page, step_of(*next));
    if (fields.empty()) {
      PASSBACK_TRY(apply_page(work, *next, page, {}));
      PASSBACK_TRY(go_on(work, *next, page));
      continue;
    }
    PASSBACK_TRY_AS(next->page_seq, work.transaction.next_seq());
    next->not_before_unix_ms = work.now_unix_ms + kCustomPageMs;
    PASSBACK_TRY(work.transaction.put_custom_read(*next));
    return NextCustomPage{CustomQuestion{step_of(*next), next->class_id, next->school_year,
                                         ids_of_page(page, *next), std::move(fields),
                                         next->page_seq},
                          true};
  }
  return NextCustomPage{std::nullopt, true};
}

Status take_custom_answers(UnitOfWork& work, const CustomQuestion& question,
                           const CustomAnswers& answers) {
  PASSBACK_TRY_AS(const auto row,
                  work.transaction.custom_read(question.class_id, question.school_year));
  if (!row || row->page_seq != question.seq) {
    return ok_status(); // asked for anew meanwhile
  }
  PASSBACK_TRY_AS(const auto page, page_of(work, *row));
  if (ids_of_page(page, *row) != question.ids) {
    // Somebody came or went: the page is asked for once more.
    auto again = *row;
    again.page_seq = 0;
    again.not_before_unix_ms = 0;
    return work.transaction.put_custom_read(again);
  }
  PASSBACK_TRY(apply_page(work, *row, page, answers));
  return go_on(work, *row, page);
}

Status postpone_custom(outbox::Transaction& transaction, const CustomQuestion& question,
                       std::int64_t until_unix_ms) {
  PASSBACK_TRY_AS(auto row, transaction.custom_read(question.class_id, question.school_year));
  if (!row || row->page_seq != question.seq) {
    return ok_status();
  }
  row->page_seq = 0;
  row->not_before_unix_ms = until_unix_ms;
  ++row->failures;
  return transaction.put_custom_read(*row);
}

} // namespace passback::intake
