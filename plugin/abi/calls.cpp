#include "plugin/abi/calls.hpp"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <vector>

#include "plugin/abi/handles.hpp"
#include "plugin/abi/instance.hpp"
#include "plugin/abi/presence.hpp"

namespace passback::abi {

struct Call::Entry {
  FrameMark::Sighting mark;
  Presence presence; // before what is kept, so that it goes last
  std::shared_ptr<Instance> instance;
  std::vector<std::shared_ptr<void>> kept;
};

namespace {

struct Calls {
  std::mutex mutex; // a leaf: nothing is called while it is held
  std::list<Call::Entry> entries; // GUARDED_BY(mutex)
};

// Never destroyed: a host thread may still call while the process ends.
Calls& calls() {
  static auto& only = *std::make_unique<Calls>().release();
  return only;
}

} // namespace

Call::Call() {
  auto presence = Presence::enter();
  if (!presence)
    return;
  Entry fresh{FrameMark::Sighting(mark_), std::move(*presence), nullptr, {}};
  std::list<Entry> mine;
  mine.push_back(std::move(fresh));
  std::list<Entry> left; // let go of below, where the lock is not held
  auto& all = calls();
  const std::lock_guard lock(all.mutex);
  for (auto at = all.entries.begin(); at != all.entries.end();) {
    const auto next = std::next(at);
    if (at->mark.is_of_this_thread() && at->mark.is_gone(mark_))
      left.splice(left.end(), all.entries, at);
    at = next;
  }
  entry_ = mine.begin();
  all.entries.splice(all.entries.end(), mine);
  entered_ = true;
  for (const Entry& entry : left)
    if (entry.instance != nullptr)
      entry.instance->was_left();
}

Call::~Call() {
  // A child that was forked inside this call has the parent's lock, perhaps held.
  if (!entered_ || !entry_->presence.is_of_this_process())
    return;
  std::list<Entry> over;
  const std::lock_guard lock(calls().mutex);
  over.splice(over.end(), calls().entries, entry_);
}

Instance* Call::find(lms_instance handle) {
  entry_->instance = find_instance(handle);
  return entry_->instance.get();
}

void Call::keep(std::shared_ptr<void> what) {
  auto& all = calls();
  const std::lock_guard lock(all.mutex);
  const auto mine = std::find_if(all.entries.rbegin(), all.entries.rend(), [](const Entry& entry) {
    return entry.mark.is_of_this_thread();
  });
  if (mine != all.entries.rend())
    mine->kept.push_back(std::move(what));
}

} // namespace passback::abi
