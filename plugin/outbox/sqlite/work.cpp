#include "plugin/outbox/sqlite/work.hpp"

#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

void roll_back(SqliteConnection& connection) {
  if (connection.in_transaction()) {
    // A failure leaves a connection on which every later statement fails, and says so there.
    const Status undone = connection.run("ROLLBACK");
    static_cast<void>(undone);
  }
}

Status call(SqliteConnection& connection, const SqliteBatch::Work& work) {
  Transaction transaction(connection);
  try {
    return work(transaction);
  } catch (const std::exception&) {
    // What it says may quote what it worked on, so it is not passed on.
    return Error{Code::internal, "work in the outbox threw an exception"};
  } catch (...) {
    return Error{Code::internal, "work in the outbox threw something"};
  }
}

} // namespace

SqliteBatch::~SqliteBatch() {
  roll_back(connection_);
}

Status SqliteBatch::begin() {
  Status begun = connection_.run("BEGIN IMMEDIATE");
  full_at_ =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(BatchLimits::kMilliseconds);
  return begun;
}

bool SqliteBatch::is_full() const {
  return pieces_ >= BatchLimits::kPieces ||
         (pieces_ > 0 && std::chrono::steady_clock::now() >= full_at_);
}

Status SqliteBatch::run(const Work& work) {
  ++pieces_;
  PASSBACK_TRY(connection_.run("SAVEPOINT work"));
  Status result = call(connection_, work);
  if (!alive()) {
    return result ? Status(Error{Code::storage, "the outbox rolled back"}) : result;
  }
  if (!result) {
    if (Status undone = connection_.run("ROLLBACK TO work"); !undone) {
      roll_back(connection_);
      return undone;
    }
  }
  if (Status released = connection_.run("RELEASE work"); !released) {
    roll_back(connection_);
    return released;
  }
  return result;
}

Status SqliteBatch::commit() {
  Status committed = connection_.run("COMMIT");
  if (!committed) {
    roll_back(connection_);
  }
  return committed;
}

Status run_on_snapshot(SqliteConnection& connection, const SqliteBatch::Work& work) {
  PASSBACK_TRY(connection.run("BEGIN"));
  // The snapshot is taken by the first read; only here may the database be busy (recovery).
  const auto first = connection.integer_of("SELECT count(*) FROM counter");
  if (!first) {
    roll_back(connection);
    return first.error();
  }
  Status result = call(connection, work);
  roll_back(connection);
  return result;
}

} // namespace passback::outbox
