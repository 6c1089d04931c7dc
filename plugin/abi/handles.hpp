// What a host holds is a number, not a pointer: a generation and a slot. A call on a dead or
// invented one finds nothing.
//
// The table of handles is the one piece of state that must be process-wide: a host's call carries
// nothing but the number.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "lms_plugin/lms_plugin.h"
#include "plugin/platform/result.hpp"

namespace passback::abi {

class Instance;

/// Registers an instance. Code::state if this process already has one on the same data directory:
/// POSIX drops all file locks of a process when any of its descriptors of the file is closed, so
/// two could not keep their locks apart.
Result<lms_instance> add_instance(std::shared_ptr<Instance> instance);
/// The handle of the instance on that data directory; 0 = there is none.
lms_instance find_on(const std::string& data_dir);
/// Something of an instance that was destroyed is not over: a thread inside a system call. Until it
/// is, add_instance answers Code::state for that data directory.
void note_leftover(const std::string& data_dir, std::weak_ptr<void> leftover);
/// The living instance of a handle; nullptr for anything else. For Call::find, which keeps it.
std::shared_ptr<Instance> find_instance(lms_instance handle);
/// Takes it out; later calls on the handle find nothing.
std::shared_ptr<Instance> remove_instance(lms_instance handle);

} // namespace passback::abi
