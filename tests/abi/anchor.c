/* anchor.c - a library that exports one function for each struct of the contract, so that abidiff sees them all: it follows
 * what exported functions take. Compiled twice, with the headers of a release that is out and with today's. */
#include "lms_plugin/ext/passback_profiles.h"
#include "lms_plugin/lms_plugin.h"

#define ANCHOR(type)                                                                               \
  __attribute__((visibility("default"))) void anchor_##type(const type *value);                   \
  void anchor_##type(const type *value) { (void)value; }

ANCHOR(lms_str)
ANCHOR(lms_sink)
ANCHOR(lms_ext_header)
ANCHOR(lms_error)
ANCHOR(lms_objective_score)
ANCHOR(lms_score_event)
ANCHOR(lms_student_dates)
ANCHOR(lms_activity_event)
ANCHOR(lms_class_event)
ANCHOR(lms_enrolment_event)
ANCHOR(lms_domain_event)
ANCHOR(lms_outcome)
ANCHOR(lms_batch_outcome)
ANCHOR(lms_action_context)
ANCHOR(lms_item_state)
ANCHOR(lms_menu_item)
ANCHOR(lms_reply)
ANCHOR(lms_log_record)
ANCHOR(lms_notice)
ANCHOR(lms_host_info)
ANCHOR(lms_callbacks)
ANCHOR(lms_host)
ANCHOR(lms_plugin_info)
ANCHOR(lms_pump_result)
ANCHOR(lms_plugin_api)
ANCHOR(lms_ext_passback_profiles)
