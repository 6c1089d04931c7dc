// The stack of the calling thread.
#pragma once

namespace passback::platform {

/// True if the address lies in the stack that the system gave the calling thread; not in that of
/// another thread, nor in one that a language made for a coroutine of its own.
bool is_on_own_stack(const void* address);

} // namespace passback::platform
