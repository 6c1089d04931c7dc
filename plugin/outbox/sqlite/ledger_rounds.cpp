#include "plugin/outbox/sqlite/ledger_rounds.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "plugin/outbox/sqlite/work.hpp"
#include "plugin/platform/files.hpp"
#include "plugin/platform/try.hpp"

namespace passback::outbox {

namespace {

using namespace std::chrono_literals;

/// 1000 frames of 4096 bytes and their headers.
constexpr std::uintmax_t kLongWal = 1000 * (4096 + 24);
constexpr std::uintmax_t kTooLongWal = 4 * kLongWal;
constexpr int kFullAttempts = 50;
constexpr auto kFullPause = 200us;
constexpr auto kCheckpointPause = 250ms;
constexpr auto kMarkPause = 1s;
constexpr auto kBusyPause = 1ms;
/// Left between two transactions, so that others who wait for the write lock get it: SQLite queues
/// nobody, and whoever asks at once again would win each time.
constexpr auto kGap = 2ms;

} // namespace

LedgerRounds::LedgerRounds(std::string path, bool sync_every_commit, const SqliteFiles& files,
                           const std::atomic<bool>& sealed, LedgerQueue& queue,
                           std::function<void()> wake)
    : path_(std::move(path)), sync_every_commit_(sync_every_commit), files_(files), sealed_(sealed),
      queue_(queue), wake_(std::move(wake)) {}

LedgerRounds::Rest LedgerRounds::step(SteadyTime now) {
  if (full_checkpoints_ > 0) {
    // Nothing else meanwhile: what is committed makes the WAL longer again.
    full_checkpoints_ = checkpoint(SQLITE_CHECKPOINT_FULL) ? 0 : full_checkpoints_ - 1;
    return full_checkpoints_ > 0 ? Rest{kFullPause, 0us} : Rest{kGap};
  }
  const bool worked = !queue_.is_empty();
  const bool ran = !worked || run_group_safely();
  checkpoint_if_long(now);
  mark_due_ = mark_due_ || worked;
  if (now - last_mark_ >= kMarkPause) {
    last_mark_ = now;
    note_mark_safely();
  }
  if (full_checkpoints_ > 0) {
    return {kFullPause, 0us};
  }
  return worked ? Rest{ran ? kGap : kBusyPause} : Rest{};
}

void LedgerRounds::end() {
  note_mark_safely();
  if (connection_ && !files_.check_descriptors()) {
    connection_->abandon();
  }
  connection_.reset();
}

bool LedgerRounds::run_group_safely() {
  try {
    return run_group();
  } catch (const std::exception&) {
    // No memory: an exception that left this thread would end the host.
    return false;
  }
}

Status LedgerRounds::open_connection() {
  if (connection_) {
    return ok_status();
  }
  PASSBACK_TRY_AS(auto opened,
                  SqliteConnection::open(path_, ConnectionUse::checkpointer, sync_every_commit_));
  // A connection that has read nothing yet does not know of the WAL: its checkpoints do nothing.
  PASSBACK_TRY(opened->integer_of("SELECT count(*) FROM counter"));
  connection_ = std::move(opened);
  return ok_status();
}

bool LedgerRounds::fail_group(const Status& begun) {
  if (begun.error().code == Code::busy) {
    return false;
  }
  std::vector<LedgerQueue::Piece> failed;
  while (failed.size() < BatchLimits::kPieces) {
    auto next = queue_.take();
    if (!next) {
      break;
    }
    next->result = begun;
    failed.push_back(std::move(*next));
  }
  finish(std::move(failed));
  return true;
}

bool LedgerRounds::run_group() {
  Status begun = files_.check_descriptors();
  if (begun) {
    begun = open_connection();
  }
  if (!begun) {
    return fail_group(begun);
  }
  SqliteBatch batch(*connection_);
  begun = batch.begin();
  if (!begun) {
    return fail_group(begun);
  }
  std::vector<LedgerQueue::Piece> group;
  while (batch.alive() && !batch.is_full()) {
    auto next = queue_.take();
    if (!next) {
      break;
    }
    group.push_back(std::move(*next));
    group.back().result = batch.run(group.back().work);
  }
  Status committed = batch.alive() ? ok_status() : group.back().result;
  if (committed && sealed_.load()) {
    committed = Error{Code::deadline, "the outbox was sealed"};
  }
  if (committed) {
    committed = batch.commit();
  }
  if (committed) {
    committed = files_.check();
  }
  for (auto& piece : group) {
    if (!committed && piece.result) {
      piece.result = committed;
    }
  }
  finish(std::move(group));
  return true;
}

void LedgerRounds::finish(std::vector<LedgerQueue::Piece> group) {
  queue_.finish(std::move(group));
  if (wake_) {
    wake_();
  }
}

void LedgerRounds::checkpoint_if_long(SteadyTime now) {
  if (now - last_checkpoint_ < kCheckpointPause || sealed_.load()) {
    return;
  }
  // The file's size, because processes that only take in write to the same WAL and never
  // checkpoint; it shrinks (journal_size_limit) when the WAL begins anew.
  const auto size = platform::file_size(path_ + "-wal").value_or(0);
  if (size < kLongWal || !files_.check() || !open_connection()) {
    return;
  }
  last_checkpoint_ = now;
  // Passive: takes what readers and writers leave free, and waits for nobody. A failure (busy,
  // disk) leaves the WAL as it is; the next round tries again.
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  if (size >= kTooLongWal) {
    // While others write without a pause, a passive checkpoint never reaches the end, and the WAL
    // never begins anew. A full one keeps writers out, but only for the few frames that are left.
    full_checkpoints_ = kFullAttempts;
  }
}

void LedgerRounds::note_mark() {
  if (!mark_due_ || !connection_ || sealed_.load() || !files_.check()) {
    return;
  }
  mark_due_ = false;
  Mark now;
  const Status read = run_on_snapshot(*connection_, [&](Transaction& transaction) -> Status {
    PASSBACK_TRY_AS(now, mark_of(transaction));
    return ok_status();
  });
  // One that could not be read or written lags behind until something leaves again.
  if (read && !now.outbox_id.empty() && now != noted_ &&
      keep_mark(path_.substr(0, path_.rfind('/')), now)) {
    noted_ = std::move(now);
  }
}

void LedgerRounds::note_mark_safely() {
  try {
    note_mark();
  } catch (const std::exception&) {
    // No memory: as in run_group_safely. The mark lags behind.
  }
}

bool LedgerRounds::checkpoint(int mode) {
  return sqlite3_wal_checkpoint_v2(connection_->handle(), "main", mode, nullptr, nullptr) ==
         SQLITE_OK;
}

} // namespace passback::outbox
