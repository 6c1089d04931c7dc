#include "plugin/outbox/sqlite/ledger.hpp"

#include <exception>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "plugin/platform/signals.hpp"
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
constexpr auto kLookAtWal = 1s;
constexpr auto kMarkPause = 1s;
constexpr auto kFarewell = 2s;
constexpr auto kBusyPause = 1ms;
/// Left between two transactions, so that others who wait for the write lock get it: SQLite queues
/// nobody, and whoever asks at once again would win each time.
constexpr auto kGap = 2ms;

} // namespace

SqliteLedger::SqliteLedger(std::string path, bool sync_every_commit,
                           const SqliteFiles& files, const std::atomic<bool>& sealed,
                           std::function<void()> wake)
    : path_(std::move(path)), sync_every_commit_(sync_every_commit), files_(files),
      sealed_(sealed), wake_(std::move(wake)) {
  const platform::SignalBlock no_signals;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

SqliteLedger::~SqliteLedger() {
  thread_.request_stop();
  thread_.join();
}

void SqliteLedger::submit(Work work, Done done) {
  ++pending_;
  {
    const std::lock_guard guard(mutex_);
    queue_.push_back(Piece{std::move(work), std::move(done), ok_status()});
  }
  changed_.notify_one();
}

std::size_t SqliteLedger::poll() {
  std::vector<Piece> finished;
  {
    const std::lock_guard guard(mutex_);
    finished.swap(finished_);
  }
  for (const Piece& piece : finished) {
    --pending_;
    if (piece.done) {
      piece.done(piece.result);
    }
  }
  return finished.size();
}

void SqliteLedger::run(const std::stop_token& stop) {
  SteadyClock::time_point end = SteadyClock::time_point::max();
  for (;;) {
    if (stop.stop_requested() && end == SteadyClock::time_point::max()) {
      end = SteadyClock::now() + kFarewell;
    }
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, kLookAtWal, [this] { return !queue_.empty(); });
      if (queue_.empty() && stop.stop_requested()) {
        break;
      }
    }
    if (SteadyClock::now() >= end || sealed_.load()) {
      break;
    }
    bool worked = false;
    {
      const std::lock_guard guard(mutex_);
      worked = !queue_.empty();
    }
    const bool ran = !worked || run_group_safely();
    checkpoint_if_long();
    mark_due_ = mark_due_ || worked;
    if (SteadyClock::now() - last_mark_ >= kMarkPause) {
      note_mark_safely();
    }
    if (worked) {
      std::this_thread::sleep_for(ran ? kGap : kBusyPause);
    }
  }
  note_mark_safely();
  if (connection_ && !files_.check_descriptors()) {
    connection_->abandon();
  }
  connection_.reset();
}

bool SqliteLedger::run_group_safely() {
  try {
    return run_group();
  } catch (const std::exception&) {
    // No memory: an exception that left this thread would end the host.
    return false;
  }
}

bool SqliteLedger::open_connection(Status& error) {
  if (connection_) {
    return true;
  }
  auto opened = SqliteConnection::open(path_, ConnectionUse::checkpointer, sync_every_commit_);
  if (!opened) {
    error = opened.error();
    return false;
  }
  // A connection that has read nothing yet does not know of the WAL: its checkpoints do nothing.
  if (const auto read = (*opened)->integer_of("SELECT count(*) FROM counter"); !read) {
    error = read.error();
    return false;
  }
  connection_ = std::move(*opened);
  return true;
}

std::vector<SqliteLedger::Piece> SqliteLedger::take(std::size_t count) {
  const std::lock_guard guard(mutex_);
  std::vector<Piece> taken;
  while (!queue_.empty() && taken.size() < count) {
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

bool SqliteLedger::run_group() {
  Status begun = files_.check_descriptors();
  if (!begun || !open_connection(begun)) {
    if (begun.error().code == Code::busy) {
      return false;
    }
    std::vector<Piece> failed = take(BatchLimits::kPieces);
    for (Piece& piece : failed) {
      piece.result = begun;
    }
    finish(std::move(failed));
    return true;
  }
  SqliteBatch batch(*connection_);
  begun = batch.begin();
  if (!begun && begun.error().code == Code::busy) {
    return false;
  }
  const auto full = SteadyClock::now() + std::chrono::milliseconds(BatchLimits::kMilliseconds);
  std::vector<Piece> group;
  while (group.size() < BatchLimits::kPieces && (group.empty() || SteadyClock::now() < full)) {
    std::vector<Piece> next = take(1);
    if (next.empty()) {
      break;
    }
    group.push_back(std::move(next.front()));
    Piece& piece = group.back();
    piece.result = begun ? batch.run(piece.work) : begun;
    if (begun && !batch.alive()) {
      begun = piece.result;
      break;
    }
  }
  if (begun && sealed_.load()) {
    begun = Error{Code::deadline, "the outbox was sealed"};
  }
  Status committed = begun && batch.alive() ? batch.commit() : begun;
  if (committed) {
    committed = files_.check();
  }
  for (Piece& piece : group) {
    if (!committed && piece.result) {
      piece.result = committed;
    }
  }
  finish(std::move(group));
  return true;
}

void SqliteLedger::finish(std::vector<Piece> group) {
  {
    const std::lock_guard guard(mutex_);
    finished_.insert(finished_.end(), std::make_move_iterator(group.begin()),
                     std::make_move_iterator(group.end()));
  }
  if (wake_) {
    wake_();
  }
}

void SqliteLedger::checkpoint_if_long() {
  const auto now = SteadyClock::now();
  if (now - last_checkpoint_ < kCheckpointPause || sealed_.load()) {
    return;
  }
  // The file's size, because processes that only take in write to the same WAL and never
  // checkpoint; it shrinks (journal_size_limit) when the WAL begins anew.
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path_ + "-wal", error);
  Status ignored = ok_status();
  if (error || size < kLongWal || !files_.check() || !open_connection(ignored)) {
    return;
  }
  last_checkpoint_ = now;
  // Passive: takes what readers and writers leave free, and waits for nobody. A failure (busy,
  // disk) leaves the WAL as it is; the next round tries again.
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  if (size < kTooLongWal) {
    return;
  }
  // While others write without a pause, a passive checkpoint never reaches the end, and the WAL
  // never begins anew. A full one keeps writers out, but only for the few frames that are left.
  for (int attempt = 0; attempt < kFullAttempts; ++attempt) {
    if (checkpoint(SQLITE_CHECKPOINT_FULL)) {
      return;
    }
    std::this_thread::sleep_for(kFullPause);
  }
}

void SqliteLedger::note_mark() {
  last_mark_ = SteadyClock::now();
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

void SqliteLedger::note_mark_safely() {
  try {
    note_mark();
  } catch (const std::exception&) {
    // No memory: as in run_group_safely. The mark lags behind.
  }
}

bool SqliteLedger::checkpoint(int mode) {
  return sqlite3_wal_checkpoint_v2(connection_->handle(), "main", mode, nullptr, nullptr) ==
         SQLITE_OK;
}

} // namespace passback::outbox
