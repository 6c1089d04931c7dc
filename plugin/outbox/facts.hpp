// The facts of one version of a record: canonical JSON text (gradebook/facts.hpp), read at most
// once however often they are asked for. Copies share the text and what was read of it. A value of
// one thread: it is not handed to another.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>

#include "plugin/gradebook/facts.hpp"

namespace passback::outbox {

class Facts {
 public:
  Facts() = default;
  // Not explicit: a text is facts wherever a version is made.
  Facts(std::string text);
  Facts(const char* text) : Facts(std::string(text)) {}
  /// What is known need not be read again.
  static Facts of(gradebook::ScoreFacts score);
  static Facts of(gradebook::ActivityFacts activity);

  bool empty() const { return kept_ == nullptr; }
  const std::string& text() const;
  operator const std::string&() const { return text(); }
  operator std::string_view() const { return text(); }

  /// nullptr = the text says no score. Lives as long as any copy of these facts.
  const gradebook::ScoreFacts* score() const;
  /// nullptr = the text says no activity. Lives as long as any copy of these facts.
  const gradebook::ActivityFacts* activity() const;

  /// Equal texts share what is read of them from now on.
  void share(const Facts& other);

  friend bool operator==(const Facts& a, const Facts& b) {
    return a.kept_ == b.kept_ || a.text() == b.text();
  }
  friend std::ostream& operator<<(std::ostream& out, const Facts& facts) {
    return out << facts.text();
  }

 private:
  struct Unreadable {};
  template <class T> using Read = std::variant<std::monostate, Unreadable, T>;
  struct Kept {
    std::string text;
    Read<gradebook::ScoreFacts> score = {};
    Read<gradebook::ActivityFacts> activity = {};
  };

  std::shared_ptr<Kept> kept_;
};

} // namespace passback::outbox
