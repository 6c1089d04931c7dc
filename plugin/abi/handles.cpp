#include "plugin/abi/handles.hpp"

#include <mutex>
#include <vector>

#include "plugin/abi/instance.hpp"

namespace passback::abi {
namespace {

// 53 bits in all, so that a JavaScript number holds a handle: 20 for the slot, 33 for the
// generation.
constexpr int kSlotBits = 20;
constexpr std::uint64_t kSlotMask = (1ULL << kSlotBits) - 1;
constexpr std::uint64_t kGenerationMask = (1ULL << 33) - 1;

struct Slot {
  std::uint64_t generation = 1;
  std::shared_ptr<Instance> instance;
};

struct Leftover {
  std::string data_dir;
  std::weak_ptr<void> alive;
};

struct HandleTable {
  std::mutex mutex;                // a leaf: nothing is called while it is held
  std::vector<Slot> slots;         // GUARDED_BY(mutex)
  std::vector<Leftover> leftovers; // GUARDED_BY(mutex)
};

// Never destroyed: a host thread may still call while the process ends.
HandleTable& handle_table() {
  static auto& instance = *std::make_unique<HandleTable>().release();
  return instance;
}

lms_instance handle_of(std::size_t slot, std::uint64_t generation) {
  return (generation << kSlotBits) | slot;
}

} // namespace

Result<lms_instance> add_instance(std::shared_ptr<Instance> instance) {
  auto& handles = handle_table();
  const std::lock_guard lock(handles.mutex);
  std::erase_if(handles.leftovers, [](const Leftover& one) { return one.alive.expired(); });
  for (const Leftover& one : handles.leftovers)
    if (one.data_dir == instance->data_dir())
      return Error{Code::state, "A thread of an instance that was destroyed is still inside a "
                                "system call on that data directory."};
  std::size_t free = handles.slots.size();
  for (std::size_t i = 0; i < handles.slots.size(); ++i) {
    const Slot& slot = handles.slots[i];
    if (slot.instance == nullptr)
      free = std::min(free, i);
    else if (slot.instance->data_dir() == instance->data_dir())
      return Error{Code::state, "This process already has an instance on that data directory."};
  }
  if (free > kSlotMask)
    return Error{Code::range, "Too many instances."};
  if (free == handles.slots.size())
    handles.slots.emplace_back();
  Slot& slot = handles.slots[free];
  slot.instance = std::move(instance);
  return handle_of(free, slot.generation);
}

lms_instance find_on(const std::string& data_dir) {
  auto& handles = handle_table();
  const std::lock_guard lock(handles.mutex);
  for (std::size_t i = 0; i < handles.slots.size(); ++i) {
    const Slot& slot = handles.slots[i];
    if (slot.instance != nullptr && slot.instance->data_dir() == data_dir)
      return handle_of(i, slot.generation);
  }
  return 0;
}

void note_leftover(const std::string& data_dir, std::weak_ptr<void> leftover) {
  if (leftover.expired())
    return;
  auto& handles = handle_table();
  const std::lock_guard lock(handles.mutex);
  handles.leftovers.push_back({data_dir, std::move(leftover)});
}

std::shared_ptr<Instance> find_instance(lms_instance handle) {
  auto& handles = handle_table();
  const std::lock_guard lock(handles.mutex);
  const std::uint64_t slot = handle & kSlotMask;
  if (slot >= handles.slots.size() || handles.slots[slot].generation != handle >> kSlotBits)
    return nullptr;
  return handles.slots[slot].instance;
}

std::shared_ptr<Instance> remove_instance(lms_instance handle) {
  auto& handles = handle_table();
  const std::lock_guard lock(handles.mutex);
  const std::uint64_t index = handle & kSlotMask;
  if (index >= handles.slots.size() || handles.slots[index].generation != handle >> kSlotBits)
    return nullptr;
  Slot& slot = handles.slots[index];
  if (slot.instance == nullptr)
    return nullptr;
  slot.generation = (slot.generation + 1) & kGenerationMask;
  if (slot.generation == 0)
    slot.generation = 1;
  return std::exchange(slot.instance, nullptr);
}

} // namespace passback::abi
