#include "plugin/actions/first_send_notices.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "plugin/actions/console_figures.hpp"
#include "plugin/actions/notices_off.hpp"
#include "plugin/decision/class_title.hpp"
#include "plugin/intake/first_send.hpp"
#include "plugin/intake/first_send_telling.hpp"
#include "plugin/outbox/domain_tree.hpp"
#include "plugin/platform/time_zone.hpp"
#include "plugin/platform/try.hpp"

namespace passback::actions {
namespace {

using intake::FirstSendTelling;
using intake::KeptInClass;
using settings::FirstSend;
using texts::Phrase;
using texts::say;
using Asked = FirstSendTelling::Question;

/// One domain's, in one look.
struct Told {
  std::string domain;
  std::string sis_name, zone;
  FirstSendTelling telling;
  bool is_open = false; ///< nobody has answered
};

Result<Told> read_told(decision::UnitOfWork& work, const std::string& domain) {
  Told told;
  told.domain = domain;
  PASSBACK_TRY_AS(told.telling, intake::first_send_telling(work.transaction, domain));
  const auto stored = decision::stored_settings(work.transaction, gradebook::DomainId(domain));
  told.is_open =
      stored && stored->first_send && stored->first_send->answer == FirstSend::Answer::open;
  PASSBACK_TRY_AS(const auto path,
                  outbox::path_or_root(work.transaction, gradebook::DomainId(domain)));
  const auto effective = work.settings().effective(path, {});
  if (effective && effective->connection) {
    told.sis_name = settings::shown_name(*effective->connection);
    told.zone = effective->connection->time_zone;
  }
  return told;
}

DueNotice first_send_notice(const Told& told, const std::string& teacher,
                            std::string_view text_key) {
  DueNotice notice;
  notice.kind = "first_send";
  notice.domain = gradebook::DomainId(told.domain);
  notice.teacher = gradebook::UserId(teacher);
  notice.key = "first_send." + told.domain + (teacher.empty() ? "" : "." + teacher);
  notice.item = teacher.empty() ? kSisSettings : kSyncGradesToSis;
  notice.text_key = text_key;
  notice.values = {{"sis", sis_text(told.sis_name)}};
  return notice;
}

Phrase oldest_text(const Told& told, std::int64_t oldest_unix_ms) {
  Phrase text;
  const auto day = platform::local_date(oldest_unix_ms, platform::zone_or_utc(told.zone));
  if (oldest_unix_ms != 0 && day) {
    text = say("notice.oldest", {{"oldest", *day}});
  }
  text += say("notice.first_send_asks");
  return text;
}

Status tell_question(decision::UnitOfWork& work, const Told& told, DueNotices& due) {
  const bool ask = told.telling.question == Asked::to_tell && told.is_open;
  const bool over = told.telling.question == Asked::told && !told.is_open;
  if (over) {
    due.notices.push_back(first_send_notice(told, "", "notice.first_send_over"));
    due.notices.back().over = true;
  }
  if (ask) {
    PASSBACK_TRY_AS(const auto before,
                    intake::graded_before(work, gradebook::DomainId(told.domain)));
    auto notice = first_send_notice(told, "", "notice.first_send");
    notice.values.push_back({"grades", grouped(before.grades)});
    notice.values.push_back({"classes", class_count(before.classes)});
    notice.values.push_back({"oldest", oldest_text(told, before.oldest_unix_ms)});
    due.notices.push_back(std::move(notice));
  }
  if (ask || over) {
    due.when_told.emplace_back(
        [domain = told.domain, now = ask ? Asked::told : Asked::none](auto& in) -> Status {
          PASSBACK_TRY_AS(auto telling, intake::first_send_telling(in.transaction, domain));
          telling.question = now;
          return intake::put_first_send_telling(in.transaction, domain, telling);
        });
  }
  return ok_status();
}

struct OfTeacher {
  std::int64_t grades = 0, classes = 0;
  KeptInClass last;
};

Result<std::map<std::string, OfTeacher>> by_teacher(decision::UnitOfWork& work,
                                                    const std::vector<KeptInClass>& classes) {
  std::map<std::string, OfTeacher> teachers;
  for (const auto& one : classes) {
    ClassFigures figures;
    figures.class_id = one.class_id;
    figures.school_year = one.school_year;
    PASSBACK_TRY_AS(const auto ids, teachers_of(work, figures));
    for (const auto& id : ids) {
      auto& sum = teachers[id];
      sum.grades += one.grades;
      ++sum.classes;
      sum.last = one;
    }
  }
  return teachers;
}

Status tell_teachers(decision::UnitOfWork& work, const Told& told, DueNotices& due) {
  const auto& classes = told.telling.to_tell;
  if (classes.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto teachers, by_teacher(work, classes));
  for (const auto& [teacher, sum] : teachers) {
    PASSBACK_TRY_AS(const bool off, has_notices_off(work.transaction, teacher));
    if (off) {
      continue;
    }
    auto notice = first_send_notice(told, teacher, "notice.first_send_teacher");
    if (sum.classes == 1) {
      notice.class_id = sum.last.class_id;
      notice.school_year = sum.last.school_year;
    }
    notice.values.push_back({"grades", grouped(sum.grades)});
    std::string title;
    if (sum.classes == 1) {
      PASSBACK_TRY_AS(title, decision::title_of_class(work.transaction, sum.last.class_id,
                                                      sum.last.school_year));
    }
    notice.values.push_back({"classes", classes_text(sum.classes, notice.class_id, title)});
    due.notices.push_back(std::move(notice));
  }
  due.when_told.emplace_back([domain = told.domain, classes](auto& in) -> Status {
    PASSBACK_TRY_AS(auto telling, intake::first_send_telling(in.transaction, domain));
    for (const auto& one : classes) {
      std::erase(telling.to_tell, one);
      telling.told.push_back(one);
    }
    return intake::put_first_send_telling(in.transaction, domain, telling);
  });
  return ok_status();
}

// Until intake has placed them anew they still wait for the question.
Result<bool> has_some_left(decision::UnitOfWork& work, const KeptInClass& one) {
  for (const Code code : {Code::graded_before, Code::first_send_asked}) {
    auto filter = intake::kept_for(code);
    filter.class_id = one.class_id;
    filter.school_year = one.school_year;
    filter.limit = 1;
    PASSBACK_TRY_AS(const auto found, work.transaction.records(filter));
    if (!found.empty()) {
      return true;
    }
  }
  return false;
}

Status take_away_from_teachers(decision::UnitOfWork& work, const Told& told, DueNotices& due) {
  std::vector<KeptInClass> left, seen_to;
  for (const auto& one : told.telling.told) {
    PASSBACK_TRY_AS(const bool some, has_some_left(work, one));
    (some ? left : seen_to).push_back(one);
  }
  if (seen_to.empty()) {
    return ok_status();
  }
  PASSBACK_TRY_AS(const auto still, by_teacher(work, left));
  PASSBACK_TRY_AS(const auto done, by_teacher(work, seen_to));
  for (const auto& [teacher, sum] : done) {
    if (!still.contains(teacher)) {
      due.notices.push_back(first_send_notice(told, teacher, "notice.first_send_teacher_over"));
      due.notices.back().over = true;
    }
  }
  due.when_told.emplace_back([domain = told.domain, seen_to](auto& in) -> Status {
    PASSBACK_TRY_AS(auto telling, intake::first_send_telling(in.transaction, domain));
    for (const auto& one : seen_to) {
      std::erase(telling.told, one);
    }
    return intake::put_first_send_telling(in.transaction, domain, telling);
  });
  return ok_status();
}

} // namespace

Status tell_first_sends(decision::UnitOfWork& work, bool in_the_morning, DueNotices& due) {
  PASSBACK_TRY_AS(const auto domains, intake::first_sends_to_tell(work.transaction));
  for (const auto& domain : domains) {
    PASSBACK_TRY_AS(const auto told, read_told(work, domain));
    PASSBACK_TRY(tell_question(work, told, due));
    PASSBACK_TRY(tell_teachers(work, told, due));
    if (in_the_morning) {
      PASSBACK_TRY(take_away_from_teachers(work, told, due));
    }
  }
  return ok_status();
}

Result<bool> is_first_send_due(decision::UnitOfWork& work) {
  PASSBACK_TRY_AS(const auto domains, intake::first_sends_to_tell(work.transaction));
  for (const auto& domain : domains) {
    PASSBACK_TRY_AS(const auto told, read_told(work, domain));
    const auto question = told.telling.question;
    if ((question == Asked::to_tell && told.is_open) ||
        (question == Asked::told && !told.is_open) || !told.telling.to_tell.empty()) {
      return true;
    }
  }
  return false;
}

} // namespace passback::actions
