// The outbox as the rest of the module sees it: open it once, then use its two faces.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plugin/outbox/transaction.hpp"
#include "plugin/platform/result.hpp"

namespace passback::outbox {

/// Face 1: synchronous, for the host's threads. Many threads may call at once; what waits at the
/// same time is committed together (group commit). Never checkpoints.
class Intake {
 public:
  virtual ~Intake() = default;
  using Work = std::function<Status(Transaction&)>;
  /// Runs `work` inside a write transaction and commits. If work returns an error its changes alone
  /// are rolled back and the error is returned. Code::busy if the deadline passed before the
  /// commit: nothing is stored. `work` must be short (no callbacks into the host, no network); it
  /// runs on any thread that commits the group, so its captures must outlive the call; it may be
  /// run again after a busy database.
  virtual Status commit(std::chrono::milliseconds deadline, const Work& work) = 0;
  /// Runs `work` inside a read transaction on a snapshot; writes are refused. Code::busy if none
  /// could be taken by the deadline: only a recovery after a crash keeps a reader waiting.
  virtual Status read(const Work& work, std::chrono::milliseconds deadline) = 0;
  Status read(const Work& work) { return read(work, std::chrono::seconds(2)); }
};

/// Face 2: asynchronous, for the worker. submit never waits for storage; the work runs on the
/// storage thread, several pieces in one transaction of at most about 5 ms. Only one thread (the
/// worker) may use a Ledger.
class Ledger {
 public:
  virtual ~Ledger() = default;
  using Work = std::function<Status(Transaction&)>;
  using Done = std::function<void(const Status&)>;
  /// Queues `work`; `done` is called by a later poll, after the commit (or its failure). A busy
  /// database is retried until it works; any other storage error is handed to done, and nothing of
  /// `work` is stored.
  virtual void submit(Work work, Done done) = 0;
  /// Calls `done` of what has been committed. Returns how many.
  virtual std::size_t poll() = 0;
  /// Pieces submitted and not yet polled.
  virtual std::size_t pending() const = 0;
};

enum class Durability {
  process, ///< what was accepted survives kill -9
  power,   ///< and a power cut: fsync at every commit
};

struct OpenOptions {
  std::string data_dir;
  Durability durability = Durability::process;
  /// How long opening waits for others that use the outbox; then it is Code::busy.
  std::chrono::milliseconds patience{5000};
};

/// An open outbox. Opening creates or migrates it; refuses network file systems (Code::network_fs),
/// a schema too far ahead (Code::store_version, untouched), a damaged file (Code::corrupt), and to
/// make a new one where the old one is gone (Code::outbox_missing; mark.hpp).
///
/// Not for a forked child: there commit and read answer Code::forked. Close it before the fork; a
/// child that inherits an open one abandons it without destroying it (the destructors wait for
/// threads that the child does not have).
class Store {
 public:
  virtual ~Store() = default;
  virtual Intake& intake() = 0;
  /// Starts the storage thread and hands out the ledger. `wake` is called from the storage thread
  /// when there is something to poll; it must be quick. One ledger at a time; it ends with the
  /// unique_ptr (joining the thread).
  virtual std::unique_ptr<Ledger> open_ledger(std::function<void()> wake) = 0;
  /// From here on no ledger of this store commits anything; what it has not committed is dropped, as
  /// in a crash. Any thread.
  virtual void seal() = 0;
};

Result<std::unique_ptr<Store>> open_sqlite_store(const OpenOptions& options);

/// Version of the schema that this build writes.
std::int64_t schema_version();

} // namespace passback::outbox
