#include "plugin/oneroster/profile/profile_for_file.hpp"

namespace passback::oneroster {

Profile profile_for_file(Profile profile) {
  profile.gradebook = Gradebook::of_class;
  profile.final_grades = FinalGrades::none;
  profile.reads.categories = CategoryRoute::none;
  profile.reads.grading_periods = PeriodRoute::none;
  profile.title_unique = TitleUnique::no;
  profile.withdrawal = profile.line_item_withdrawal = Withdrawal::tobedeleted;
  if (profile.clearing == Clearing::unsupported) {
    profile.clearing = Clearing::not_submitted;
  }
  auto& writes = profile.writes;
  writes.categories = writes.line_items = writes.results = Writing::put;
  writes.ids = WireIds::client;
  writes.result_identity = ResultIdentity::ours;
  writes.confirm = Confirm::trust;
  profile.window = {};
  if (profile.file.form == FileForm::scores) {
    // Such a file has no line items: they lack nothing, and cannot be taken back by it.
    profile.category = profile.school = profile.grading_period = Need::never;
    profile.line_item_withdrawal = Withdrawal::unsupported;
  }
  return profile;
}

Profile profile_of_rows(Profile profile) {
  profile.due_date_form = DueDateForm::local_date;
  profile.score_date_form = ScoreDateForm::date;
  return profile;
}

} // namespace passback::oneroster
