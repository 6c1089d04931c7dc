#include "plugin/actions/daily_digest.hpp"

#include <map>

#include "plugin/actions/trial_words.hpp"

namespace passback::actions {
namespace {

using texts::Phrase;
using texts::say;

/// What one reader is told.
struct DigestSum {
  std::int64_t sent = 0;  ///< since the digest before
  std::int64_t ready = 0; ///< wait for the teacher to send them
  std::int64_t refused = 0, waiting = 0;
  TrialFigures trial;       ///< of classes where nothing is written
  std::int64_t classes = 0; ///< in which there is something to do
  const ClassFigures* last = nullptr;
  CauseCounts causes;

  void add(const ClassFigures& figures, bool with_ready) {
    std::int64_t of_refused = 0, of_waiting = 0;
    for (const auto& [code, cause] : figures.causes) {
      of_refused += cause.refused;
      of_waiting += cause.records - cause.refused;
    }
    add_causes(causes, figures);
    const auto of_ready = with_ready ? unsent_in(figures).to_send : 0;
    // What would have gone is for whoever runs the trial.
    const auto of_trial = with_ready ? TrialFigures{} : trial_figures({figures});
    trial += of_trial;
    sent += figures.sent_since;
    ready += of_ready;
    refused += of_refused;
    waiting += of_waiting;
    if (of_ready + of_refused + of_waiting + of_trial.would_send > 0) {
      ++classes;
      last = &figures;
    }
  }
};

Phrase digest_cause(const DigestSum& sum) {
  Phrase text;
  if (sum.trial.classes > 0) {
    text = trial_counts(sum.trial);
  }
  text += cause_text(commonest_cause(sum.causes));
  text += say("notice.console_shows");
  return text;
}

std::string_view key_of(const DueNotice& notice) {
  if (notice.over) {
    return "notice.digest_over";
  }
  return notice.teacher.empty() ? "notice.digest_administrators" : "notice.digest_teacher";
}

DueNotice digest_notice(const gradebook::DomainId& domain, const std::string& sis_name,
                        const std::string& reader, const DigestSum& sum) {
  DueNotice notice;
  notice.kind = "digest";
  notice.domain = domain;
  notice.teacher = gradebook::UserId(reader);
  notice.over = sum.classes == 0;
  notice.key = "digest." + domain.value + (reader.empty() ? "" : "." + reader);
  notice.item = reader.empty() ? kSyncConsole : kSyncGradesToSis;
  if (sum.classes == 1) {
    notice.class_id = sum.last->class_id;
    notice.school_year = sum.last->school_year;
  }
  notice.text_key = key_of(notice);
  const auto title = sum.last == nullptr ? std::string() : sum.last->title;
  notice.values = {{"sis", sis_text(sis_name)},
                   {"sent", grouped(sum.sent)},
                   {"ready", grouped(sum.ready)},
                   {"refused", grouped(sum.refused)},
                   {"waiting", grouped(sum.waiting)},
                   {"classes", classes_text(sum.classes, notice.class_id, title)},
                   {"cause", digest_cause(sum)}};
  return notice;
}

} // namespace

std::vector<DueNotice> digests_of(const gradebook::DomainId& domain, const std::string& sis_name,
                                  const std::vector<TaughtClass>& classes,
                                  std::set<std::string>& told) {
  std::map<std::string, DigestSum> readers;
  readers[""]; // the administrators
  for (const auto& one : classes) {
    readers[""].add(one.figures, false);
    for (const auto& teacher : one.readers) {
      readers[teacher].add(one.figures, true);
    }
  }
  for (const auto& reader : told) {
    readers[reader]; // also of one who teaches nothing any more
  }
  std::vector<DueNotice> digests;
  std::set<std::string> now;
  for (const auto& [reader, sum] : readers) {
    const bool anything = sum.classes > 0;
    if (anything) {
      now.insert(reader);
    }
    if (anything || told.contains(reader)) {
      digests.push_back(digest_notice(domain, sis_name, reader, sum));
    }
  }
  told = std::move(now);
  return digests;
}

} // namespace passback::actions
