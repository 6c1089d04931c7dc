/* A stranger's program: includes the contract, needs nothing else. */
#include <lms_plugin/lms_plugin.h>

int main(void) {
  lms_score_event event = {sizeof event};
  return LMS_HAS(&event, lms_score_event, objectives_stride) && LMS_ABI_MAJOR == 1 ? 0 : 1;
}
