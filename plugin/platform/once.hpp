// A value that is made when it is first asked for, once, whoever asks first. Thread-safe, and the
// place where code that knows no threads gets that from.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace passback::platform {

template <class T> class Once {
 public:
  template <class Make> const T& get(Make&& make) {
    std::call_once(made_, [&] { value_.emplace(std::forward<Make>(make)()); });
    return *value_;
  }

 private:
  std::once_flag made_;
  std::optional<T> value_;
};

} // namespace passback::platform
