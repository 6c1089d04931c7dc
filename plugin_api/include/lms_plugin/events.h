/* events.h - facts that a host reports, as plain structs: the hot path.
 *
 * A host reports a fact after its own commit, and an error never fails the teacher's save: the host
 * keeps the cell for its sweep instead. Every event is state ("this is so now"), not a change; the
 * newest one wins, and reporting one twice costs nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef LMS_PLUGIN_EVENTS_H
#define LMS_PLUGIN_EVENTS_H

#include "lms_plugin/status.h"

/* Flags of lms_score_event. Blank is not zero: a score without LMS_SCORE_HAS_POINTS is unscored. */
#define LMS_SCORE_HAS_POINTS 0x1u      /* points (or points_text) is given                              */
#define LMS_SCORE_HAS_POSSIBLE 0x2u    /* points_possible is given                                      */
#define LMS_SCORE_RELEASED 0x4u        /* students may see it                                           */
#define LMS_SCORE_DRAFT 0x8u           /* the teacher is still working on it: kept, not sent            */
#define LMS_SCORE_OVERRIDDEN 0x10u     /* typed over a computed value                                   */
#define LMS_SCORE_DROPPED 0x20u        /* does not count (drop lowest)                                  */
#define LMS_SCORE_EXEMPT 0x40u         /* excused                                                       */
#define LMS_SCORE_MISSING 0x80u        /* not handed in and due                                         */
#define LMS_SCORE_LATE 0x100u          /* handed in late                                                */
#define LMS_SCORE_INCOMPLETE 0x200u    /* not finished                                                  */
#define LMS_SCORE_SUBMITTED 0x400u     /* handed in                                                     */
#define LMS_SCORE_IN_PROGRESS 0x800u   /* the student is working on it                                  */
#define LMS_SCORE_WITHDRAWN 0x1000u    /* the cell is gone from the LMS: take the result back           */
#define LMS_SCORE_HINT 0x2000u         /* only "this cell changed": read it through gradebook_read      */
#define LMS_SCORE_IMPORTED                                                                         \
  0x4000u /* an import or a copy of a class brought it. Since 1.1          */

/* Reasons of what is gone from the LMS: the member `reason` of the events. Only LMS_REASON_TEACHER
 * says that a person took out this one thing on purpose; a result whose cell is gone for another
 * reason stays in the SIS until a person says that it is to be taken back there too. Since 1.1. */
#define LMS_REASON_UNKNOWN 0u
#define LMS_REASON_TEACHER                                                                         \
  1u /* a person took out just this: cleared the cell, deleted the activity */
#define LMS_REASON_UNENROLLED                                                                      \
  2u /* the student has left the class                                      */
#define LMS_REASON_DELETED                                                                         \
  3u /* what it belonged to was deleted: the class, a user, the activity    */
#define LMS_REASON_RESET                                                                           \
  4u /* the class was emptied for reuse                                     */
#define LMS_REASON_RESTORED                                                                        \
  5u /* a backup, an import or a copy was put over it                       */

/* One student's performance on one learning objective of the activity. Where a score has neither points nor a text,
 * the plugin counts its points from them: the share that was earned of each, by its weight (not given: 1), of the
 * activity's points possible. Since 1.0. */
typedef struct lms_objective_score {
  uint32_t struct_size;
  uint32_t flags; /* LMS_SCORE_HAS_POINTS, LMS_SCORE_HAS_POSSIBLE */
  lms_str objective_id;
  double points;
  double points_possible;
  double weight; /* 0 = not given */
} lms_objective_score;

/* A cell of the gradebook as it is now. Required: class_id, activity_id, student_id. Since 1.0.
 *
 * points          what was earned; the double stands for its shortest decimal that reads back the same.
 *                 points_text, when given, is an exact plain decimal ("89.995") and wins.
 * class_sis_id    the SIS class of this student; a merged LMS class has several. Empty = look it up.
 * host_rev        the host's own revision of this cell, rising within one host_epoch; 0 = the host has none.
 *                 An older one than the newest seen is answered OK with LMS_SUPERSEDED.
 * host_epoch      raised by a host after it restored a backup.
 * class_incarnation  raised by a host when it resets a class; another incarnation is another record.
 */
typedef struct lms_score_event {
  uint32_t struct_size;
  uint32_t flags;
  lms_str domain_id;
  lms_str school_year;
  lms_str class_id;
  lms_str class_sis_id;
  lms_str activity_id;
  lms_str student_id;
  lms_str student_sis_id;
  lms_str points_text;
  lms_str text_score; /* a letter or word instead of, or beside, points */
  lms_str comment;
  lms_str scored_by; /* the host's user id of who scored; empty = the system */
  double points;
  double points_possible;
  int64_t scored_at_unix_ms;
  int64_t host_rev;
  int64_t host_epoch;
  int64_t activity_rev; /* revision of the activity that the score was given on; 0 = unknown */
  int64_t class_incarnation;
  const lms_objective_score *objectives;
  uint64_t objectives_count;
  uint64_t objectives_stride;
  uint32_t reason; /* with LMS_SCORE_WITHDRAWN, one of LMS_REASON_. Since 1.1 */
  uint32_t reserved_1_1;
} lms_score_event;

/* Kinds of lms_activity_event. A period or final grade is an activity of its own kind. */
#define LMS_ACTIVITY_ASSIGNMENT 1u
#define LMS_ACTIVITY_PERIOD_GRADE 2u
#define LMS_ACTIVITY_FINAL_GRADE 3u

/* Flags of lms_activity_event. */
#define LMS_ACTIVITY_HAS_POSSIBLE 0x1u
#define LMS_ACTIVITY_PUBLISHED 0x2u        /* students may see it; else its scores are held */
#define LMS_ACTIVITY_COUNTS 0x4u           /* counts toward the class grade                */
#define LMS_ACTIVITY_EXTRA_CREDIT 0x8u
#define LMS_ACTIVITY_ASSIGNED_TO_SOME 0x10u /* not the whole class has it                   */
#define LMS_ACTIVITY_WITHDRAWN 0x20u       /* gone from the LMS                            */
#define LMS_ACTIVITY_DATES_ARE_DAYS 0x40u  /* its dates are whole days: midnight UTC of each */

/* Dates of one student that differ from the activity's. Since 1.0. */
typedef struct lms_student_dates {
  uint32_t struct_size;
  uint32_t reserved;
  lms_str student_id;
  int64_t assigned_at_unix_ms;
  int64_t due_at_unix_ms;
} lms_student_dates;

/* An activity as it is now. Required: class_id, activity_id, kind. One without a title waits until it has one. Since 1.0.
 *
 * A date is a moment. A host that knows only the day ("due on 19 October") gives midnight UTC of that day and
 * LMS_ACTIVITY_DATES_ARE_DAYS: a day then begins in the SIS's time zone, and is the same day there.
 *
 * Scores of an activity without LMS_ACTIVITY_PUBLISHED are held, as if they were not released, and go when it is
 * reported with it. What the SIS has already stays there when an activity is no longer published. */
typedef struct lms_activity_event {
  uint32_t struct_size;
  uint32_t flags;
  uint32_t kind;
  uint32_t reserved;
  lms_str domain_id;
  lms_str school_year;
  lms_str class_id;
  lms_str class_sis_id;
  lms_str activity_id;
  lms_str title;
  lms_str description;
  lms_str category_id;
  lms_str category_title;
  lms_str category_sis_id;
  lms_str grading_period_id;
  lms_str grading_period_sis_id;
  lms_str scale_id;
  double points_possible;
  double category_weight; /* 0 = not given */
  int64_t assigned_at_unix_ms;
  int64_t due_at_unix_ms;
  int64_t host_rev;
  int64_t host_epoch;
  int64_t class_incarnation;
  const lms_student_dates *student_dates;
  uint64_t student_dates_count;
  uint64_t student_dates_stride;
  uint32_t reason; /* with LMS_ACTIVITY_WITHDRAWN, one of LMS_REASON_. Since 1.1 */
  uint32_t reserved_1_1;
} lms_activity_event;

/* Flags of the class, enrolment and domain events. */
#define LMS_ENTITY_WITHDRAWN 0x1u /* gone from the LMS                                   */
#define LMS_CLASS_RESET 0x2u      /* emptied for reuse; class_incarnation has been raised */
#define LMS_CLASS_SELF_PACED 0x4u /* students begin and end when they like. Since 1.1     */

/* A class as it is now. Required: class_id. term_sis_ids is an array of lms_str, which never grows and so needs no
 * stride. Since 1.0. */
typedef struct lms_class_event {
  uint32_t struct_size;
  uint32_t flags;
  lms_str domain_id;
  lms_str school_year;
  lms_str class_id;
  lms_str class_sis_id;
  lms_str school_sis_id;
  lms_str title;
  const lms_str *term_sis_ids;
  uint64_t term_sis_ids_count;
  int64_t starts_at_unix_ms;
  int64_t ends_at_unix_ms;
  int64_t host_rev;
  int64_t host_epoch;
  int64_t class_incarnation;
  lms_str
      copied_from; /* id of the class that this one was copied from; empty = of none. Since 1.1 */
} lms_class_event;

/* Roles of lms_enrolment_event. A plugin of 1.0 knows the first three: give LMS_ROLE_OTHER to one
 * whose abi_minor is 0. */
#define LMS_ROLE_STUDENT 1u
#define LMS_ROLE_TEACHER 2u
#define LMS_ROLE_OTHER 3u
#define LMS_ROLE_ASSISTANT                                                                         \
  4u                      /* helps the teacher. Since 1.1                                         */
#define LMS_ROLE_GUEST 5u /* looks on. Since 1.1 */
#define LMS_ROLE_PREVIEW_STUDENT                                                                   \
  6u /* a teacher as a student sees it: no person, never in the SIS. Since 1.1 */

/* A person's part in a class as it is now. Required: class_id, user_id, role. Since 1.0.
 *
 * domain_id  where the student is; empty or the class's = where the class is. A student of another
 * school has the settings and the SIS of that school, and class_sis_id is then the class's id
 * there.
 */
typedef struct lms_enrolment_event {
  uint32_t struct_size;
  uint32_t flags;
  uint32_t role;
  uint32_t reserved;
  lms_str domain_id;
  lms_str school_year;
  lms_str class_id;
  lms_str class_sis_id;
  lms_str user_id;
  lms_str user_sis_id;
  int64_t starts_at_unix_ms;
  int64_t ends_at_unix_ms;
  int64_t host_rev;
  int64_t host_epoch;
  int64_t class_incarnation;
} lms_enrolment_event;

/* A domain of the host's tree (district, school, department) as it is now. Required: domain_id. Since 1.0. */
typedef struct lms_domain_event {
  uint32_t struct_size;
  uint32_t flags;
  lms_str domain_id;
  lms_str parent_id; /* empty = the root */
  lms_str title;
  int64_t host_rev;
  int64_t host_epoch;
} lms_domain_event;

/* Dispositions: what became of an accepted event. All come with LMS_OK. */
#define LMS_QUEUED 1u           /* stored; goes to the SIS by itself                                   */
#define LMS_STORED 2u           /* stored; goes when a person sends it                                 */
#define LMS_WAITING 3u          /* stored; waits for the activity, an SIS id or the administrator      */
#define LMS_HELD 4u             /* stored; draft, not yet released, or the activity is not published   */
#define LMS_UNCHANGED 5u        /* the SIS already has it                                              */
#define LMS_SUPERSEDED 6u       /* older than what is stored; dropped and counted                      */
#define LMS_OFF 7u              /* sync is off here; nothing is sent                                   */
#define LMS_EXCLUDED 8u         /* sync is on above, but this domain or activity is excluded           */
#define LMS_IGNORED 9u          /* nothing here needed it                                              */

/* What became of an event. The caller owns it and may pass NULL. Since 1.0. */
typedef struct lms_outcome {
  uint32_t struct_size;
  uint32_t disposition;
  uint64_t seq;    /* the order that delivery knows; 0 = nothing was stored                     */
  char reason[64]; /* stable code of why it waits, is held or off ("line_item.category_missing") */
} lms_outcome;

/* How far a batch came. The caller owns it. Since 1.0. */
typedef struct lms_batch_outcome {
  uint32_t struct_size;
  uint32_t reserved;
  uint64_t committed;     /* the first `committed` events are stored, whatever the status          */
  lms_outcome *outcomes;  /* the caller's array, one an event, stepped by the first one's struct_size; NULL = not wanted */
  uint64_t outcomes_size; /* how many fit                                                          */
} lms_batch_outcome;

#endif
