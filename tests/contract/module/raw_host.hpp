// A host as a C program writes one: a table of plain functions, every struct at the very end of its
// memory, and calls that must not take the test down with them.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lms_plugin/lms_plugin.h"

namespace passback::contract {

/// The first `size` bytes of a struct at the end of a page behind which nothing may be read: who
/// reads beyond the struct is killed. The struct keeps its alignment, so up to 7 bytes of slack stay.
class AtTheEdge {
 public:
  template <class T> AtTheEdge(const T& whole, std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    length_ = 2 * page;
    memory_ = static_cast<char*>(::mmap(nullptr, length_, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    ::mprotect(memory_ + page, page, PROT_NONE);
    struct_ = memory_ + page - ((size + 7) & ~std::size_t{7});
    std::memcpy(struct_, &whole, std::min(size, sizeof whole));
    const auto told = static_cast<std::uint32_t>(size);
    if (size >= sizeof told) {
      std::memcpy(struct_, &told, sizeof told);
    }
  }
  AtTheEdge(const AtTheEdge&) = delete;
  AtTheEdge& operator=(const AtTheEdge&) = delete;
  ~AtTheEdge() { ::munmap(memory_, length_); }
  template <class T> T* as() { return reinterpret_cast<T*>(struct_); }

 private:
  char* memory_ = nullptr;
  char* struct_ = nullptr;
  std::size_t length_ = 0;
};

/// Runs `body` in a child that has `seconds` to live. What it returns says what went wrong; nothing
/// = all well. So a call that hangs or crashes fails one test by name.
inline std::string in_child(unsigned seconds, const std::function<std::string()>& body) {
  int ends[2];
  if (::pipe(ends) != 0) {
    return "pipe failed";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    ::alarm(seconds);
    const std::string problem = body();
    const bool told = ::write(ends[1], problem.data(), problem.size()) ==
                      static_cast<ssize_t>(problem.size());
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::string problem;
  char buffer[512];
  for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
    problem.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int state = 0;
  ::waitpid(child, &state, 0);
  if (WIFSIGNALED(state)) {
    return problem + (WTERMSIG(state) == SIGALRM ? "it hung" : "it crashed: ") +
           ::strsignal(WTERMSIG(state));
  }
  return problem;
}

} // namespace passback::contract
