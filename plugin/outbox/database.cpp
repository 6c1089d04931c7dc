#include "plugin/outbox/database.hpp"

namespace passback::outbox {

Status Statement::run() {
  for (;;) {
    const Result<bool> row = step();
    if (!row) {
      return row.error();
    }
    if (!*row) {
      return ok_status();
    }
  }
}

} // namespace passback::outbox
