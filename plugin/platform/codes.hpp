// The one catalogue of everything that can go wrong or hold a grade back: a stable code, a plain
// sentence, and what to do next for each reader. docs/codes.md is generated from it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace passback {

enum class Code : std::uint16_t {
  none = 0,
  // The caller of the C contract.
  argument,
  state,
  struct_size,
  utf8,
  unsupported,
  reentrant,
  range,
  document,
  denied,
  view_only,
  config,
  // This machine.
  busy,
  storage,
  disk_full,
  read_only,
  corrupt,
  outbox_missing,
  store_version,
  network_fs,
  restored,
  forked,
  deadline,
  internal,
  // The host's services.
  host_no_reply,
  host_reply,
  host_missing,
  // Policy: why nothing goes.
  sync_off,
  domain_excluded,
  not_in_pilot,
  activity_excluded,
  activity_not_included,
  final_grades_off,
  preview_student,
  not_a_student,
  not_configured,
  in_trial,
  sync_paused,
  site_moved,
  site_copy,
  not_looked_at,
  not_listed,
  // Not ready: what a record waits for.
  activity_unknown,
  class_unlinked,
  student_unlinked,
  ids_changed,
  category_missing,
  category_not_allowed,
  title_missing,
  rule_due_date,
  rule_category,
  rule_title,
  points_possible_missing,
  due_date_missing,
  school_unknown,
  grading_period_missing,
  grading_period_ambiguous,
  due_date_between_periods,
  category_not_found,
  score_not_number,
  mark_by_hand,
  due_date_outside_period,
  points_possible_zero,
  title_taken,
  score_scale_missing,
  scale_missing,
  scale_mismatch,
  score_over_maximum,
  score_below_zero,
  not_released,
  not_published,
  draft,
  parent_not_confirmed,
  secret_missing,
  secret_unusable,
  profile_missing,
  withdrawal_unsupported,
  many_withdrawn,
  removal_unknown,
  removal_activity,
  removal_unenrolled,
  removal_deleted,
  removal_reset,
  removal_restored,
  kept_in_sis,
  // The LMS was put back from a backup.
  older_than_sis,
  newer_kept,
  points_asked,
  taken_back,
  clear_by_hand,
  class_over,
  column_there,
  column_taken_over,
  // What was graded before sync was switched on.
  first_send_asked,
  import_asked,
  graded_before,
  left_unsent,
  // When it goes.
  waits_for_edits,
  waits_for_time,
  quiet_hours,
  no_sending_today,
  kind_unsupported,
  // What the SIS, or the way to it, said about the account.
  sis_unreachable,
  sis_tls,
  sis_timeout,
  sis_error,
  sis_busy,
  token_refused,
  token_address,
  unauthorised,
  forbidden,
  results_forbidden,
  line_items_forbidden,
  window_shut,
  address_refused,
  address_not_allowed,
  address_not_encrypted,
  certificate_file,
  // Jobs: what a person asked to be done at the SIS.
  job_interrupted,
  // A process ended while the SIS still had something of it to answer.
  answer_not_heard,
  // What the SIS said about one record.
  rejected_content,
  rejected_conflict,
  record_forbidden,
  record_unknown,
  line_item_gone,
  missed,
  student_gone,
  answer_unreadable,
  answer_page,
  not_shown,
  to_prove,
  set_aside,
  method_refused,
  id_unclear,
  shown_otherwise,
  parent_refused,
  // Preflight: what the SIS would refuse, or change, or miss. The last ones hold nothing back.
  student_not_enrolled,
  grading_period_not_of_class,
  category_not_in_sis,
  final_slot_missing,
  final_slot_unread,
  final_slot_gone,
  final_slot_fixed,
  standards_category_missing,
  title_shortened,
  title_not_unique,
  assigned_after_due,
  dates_moved,
  dates_outside_period,
  final_as_assignment,
  standards_left_out,
  counted_from_standards,
  scaled_to_activity,
  extra_credit_unsaid,
  counts_in_sis,
  points_possible_changed,
  dropped_unsaid,
  marks_left_out,
  above_possible,
  // Whose record it is has changed since it was sent.
  moved_student,
  moved_class,
  moved_section,
  moved_sis,
  other_sis,
  wrong_record,
  // What was shown and what is there now.
  preview_changed,
  preview_unknown,
};

/// One row of the catalogue. All texts are literals.
struct CodeInfo {
  Code code;
  std::string_view id;       ///< stable, "line_item.category_missing"
  std::string_view sentence; ///< what happened, in plain words
  std::string_view teacher;  ///< what to do next; empty = nothing this reader can do
  std::string_view administrator;
  std::string_view support;
};

/// The row of a code. Every code has one (a test checks it).
const CodeInfo& info(Code code);
/// The row of a stable id, or nullptr.
const CodeInfo* find_code(std::string_view id);
/// All rows, in the order of the enumeration.
std::span<const CodeInfo> all_codes();

} // namespace passback
