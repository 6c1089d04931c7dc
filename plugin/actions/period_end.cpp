#include "plugin/actions/period_end.hpp"

#include <algorithm>
#include <utility>

#include "plugin/actions/due_days.hpp"
#include "plugin/actions/phrase_members.hpp"

namespace passback::actions {
namespace {

using texts::Phrase;
using texts::say;

/// What one reader has to do before one day.
struct PeriodSum {
  UnsentGrades unsent;
  std::set<std::string> titles, teachers;
  CauseCounts causes;
  std::int64_t classes = 0;
  const ClassFigures* last = nullptr;

  void add(const TaughtClass& one) {
    const auto more = unsent_in(one.figures);
    if (to_do(more) == 0) {
      return;
    }
    unsent += more;
    titles.insert(one.period.title);
    teachers.insert(one.teachers.begin(), one.teachers.end());
    add_causes(causes, one.figures);
    ++classes;
    last = &one.figures;
  }
  /// What goes by itself is nobody's to do.
  static std::int64_t to_do(const UnsentGrades& unsent) {
    return unsent.to_send + unsent.refused + unsent.waiting;
  }
};

Phrase teacher_count(std::size_t teachers) {
  if (teachers == 1) {
    return say("notice.teachers_one");
  }
  return say("notice.teachers", {{"count", grouped(static_cast<std::int64_t>(teachers))}});
}

Phrase period_text(const std::set<std::string>& titles) {
  if (titles.size() != 1 || titles.begin()->empty()) {
    return say("notice.the_period");
  }
  return Phrase(*titles.begin());
}

/// The commonest, and where to go.
Phrase period_cause(const CauseCounts& causes, bool of_teacher) {
  Phrase text = cause_text(commonest_cause(causes));
  text += say(of_teacher ? "notice.sync_grades_shows" : "notice.console_lists");
  return text;
}

DueNotice notice_for(const PeriodEndsQuery& query, const std::string& ends_on,
                     const std::string& reader) {
  DueNotice notice;
  notice.kind = "period_end";
  notice.domain = query.domain;
  notice.teacher = gradebook::UserId(reader);
  notice.key =
      "period_end." + query.domain.value + "." + ends_on + (reader.empty() ? "" : "." + reader);
  notice.item = reader.empty() ? kSyncConsole : kSyncGradesToSis;
  return notice;
}

DueNotice period_over(const PeriodEndsQuery& query, const std::string& ends_on,
                      const std::string& reader) {
  auto notice = notice_for(query, ends_on, reader);
  notice.over = true;
  notice.text_key = "notice.period_end_over";
  notice.values = {{"ends_on", ends_on}, {"sis", sis_text(query.sis_name)}};
  return notice;
}

DueNotice period_telling(const PeriodEndsQuery& query, const std::string& ends_on,
                         std::int64_t days_left, const std::string& reader, const PeriodSum& sum) {
  auto notice = notice_for(query, ends_on, reader);
  if (sum.classes == 1) {
    notice.class_id = sum.last->class_id;
    notice.school_year = sum.last->school_year;
  }
  notice.text_key =
      reader.empty() ? "notice.period_end_administrators" : "notice.period_end_teacher";
  notice.values = {{"period", period_text(sum.titles)},
                   {"ends_on", ends_on},
                   {"when", when_text(days_left)},
                   {"sis", sis_text(query.sis_name)},
                   {"grades", grouped(PeriodSum::to_do(sum.unsent))},
                   {"to_send", grouped(sum.unsent.to_send)},
                   {"refused", grouped(sum.unsent.refused)},
                   {"waiting", grouped(sum.unsent.waiting)},
                   {"teachers", teacher_count(sum.teachers.size())},
                   {"classes", classes_text(sum.classes, notice.class_id,
                                            sum.last == nullptr ? "" : sum.last->title)},
                   {"cause", period_cause(sum.causes, !reader.empty())}};
  return notice;
}

using Readers = std::map<std::string, PeriodSum>;

std::map<std::string, Readers> readers_by_day(const std::vector<TaughtClass>& classes) {
  std::map<std::string, Readers> days;
  for (const auto& one : classes) {
    if (one.period.ends_on.empty()) {
      continue;
    }
    auto& readers = days[one.period.ends_on];
    readers[""].add(one);
    for (const auto& teacher : one.readers) {
      readers[teacher].add(one);
    }
  }
  return days;
}

bool has_to_do(const Readers& readers, const std::string& reader) {
  const auto found = readers.find(reader);
  return found != readers.end() && found->second.classes > 0;
}

} // namespace

std::vector<DueNotice> period_end_notices(const PeriodEndsQuery& query,
                                          const std::vector<TaughtClass>& classes,
                                          PeriodEndsTold& told) {
  std::vector<DueNotice> notices;
  const auto days = readers_by_day(classes);
  PeriodEndsTold now;
  for (const auto& [ends_on, readers] : days) {
    const auto before = told.find(ends_on);
    const auto days_left = days_until(query.today, ends_on).value_or(-1);
    const auto step =
        step_to_tell(kBeforePeriodEnds, days_left,
                     before == told.end() ? std::nullopt : std::optional(before->second.step));
    if (before == told.end() && !step) {
      continue;
    }
    auto& of_day = now[ends_on];
    of_day.step = step.value_or(before == told.end() ? 0 : before->second.step);
    for (const auto& [reader, sum] : readers) {
      const bool was_told = before != told.end() && before->second.readers.contains(reader);
      if (sum.classes > 0 && (step || was_told)) {
        of_day.readers.insert(reader);
      }
      if (sum.classes > 0 && step) {
        notices.push_back(period_telling(query, ends_on, days_left, reader, sum));
      }
    }
  }
  for (const auto& [ends_on, of_day] : told) {
    const auto found = days.find(ends_on);
    for (const auto& reader : of_day.readers) {
      if (found == days.end() || !has_to_do(found->second, reader)) {
        notices.push_back(period_over(query, ends_on, reader));
      }
    }
    // Told once, even if nobody has anything to do meanwhile.
    const bool to_come = days_until(query.today, ends_on).value_or(-1) >= 0;
    if (to_come && !now.contains(ends_on)) {
      now[ends_on].step = of_day.step;
    }
  }
  told = std::move(now);
  return notices;
}

} // namespace passback::actions
