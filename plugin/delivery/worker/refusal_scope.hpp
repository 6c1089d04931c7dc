// How far a bad answer reaches: the one place that widens a refusal or a failure from the record
// that met it to a class, a kind of request, a credential, the address or the whole SIS, and that
// narrows it again. Evidence is needed to widen: different records that met the same while none
// passed. Where there are too few records to tell, a harmless read is asked for (`ask`).
//
// What the answer itself means, oneroster/answers/answer.hpp says; what follows for the account is
// done by the runner. Pure: no clock, no storage. Used by the worker only.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "plugin/exchange/planned_request.hpp"
#include "plugin/exchange/trouble.hpp"

namespace passback::delivery {

using exchange::Trouble;

enum class Scope { record, school_class, verb, credential, address, sis };

/// Whose request it was.
struct Asked {
  std::string credential;
  exchange::ServiceCall call = exchange::ServiceCall::put_result;
  std::int64_t record_id = 0;
  std::string class_id;
  std::int32_t attempts = 0; ///< of its own before this one, also those of earlier processes
};

struct Reach {
  Scope scope = Scope::record;
  bool set_aside = false; ///< often enough, while others pass: the record waits for a person
  bool ask = false;       ///< one harmless read would tell more
  bool tell = false;      ///< people should hear that this kind of request is refused
  std::int32_t stops = 0; ///< of a kind of request: how often it was stopped already
};

/// So many attempts of its own, then a record that alone is refused is set aside by name.
inline constexpr std::int32_t kSetAsideAfter = 5;

class RefusalScope {
 public:
  Reach got(Trouble trouble, const Asked& asked);
  /// The SIS did its work for that record.
  void passed(const Asked& asked);

  /// The harmless read came back: who is alone with a trouble has it alone.
  void probe_passed(const std::string& credential);
  /// The harmless read met that. Wider than the record only if nothing of the credential has passed
  /// since the trouble began.
  Scope probe_got(Trouble trouble, const std::string& credential);

  /// True if something has come back from there under this credential.
  bool has_passed(const std::string& credential) const { return passes_.contains(credential); }
  bool is_troubled(std::int64_t record_id) const { return troubled_.contains(record_id); }
  /// Newer settings, or a person says that it works: what was met before counts no more.
  void forget();

 private:
  struct Kind {
    Trouble trouble = Trouble::failure;
    std::string credential;
    exchange::ServiceCall call = exchange::ServiceCall::put_result;
    auto operator<=>(const Kind&) const = default;
  };
  /// Records that met the same since the last one that passed.
  struct Suspects {
    std::map<std::int64_t, std::string> records; ///< to class
    std::int64_t since_pass = 0;                 ///< passes of the credential when it began
    std::int32_t met = 0;
    std::int32_t stops = 0;
    bool tell() const { return records.size() > 1 && met >= 4; }
    std::size_t classes() const;
  };
  struct Troubled {
    std::string credential;
    exchange::ServiceCall call = exchange::ServiceCall::put_result;
    bool alone = false;   ///< others passed, or a read did: the trouble is its own
    bool vouched = false; ///< since it last met it
  };

  std::map<Kind, Suspects> suspects_;
  std::map<std::int64_t, Troubled> troubled_; ///< by record
  /// By class: how many of it were set aside since one of it passed.
  std::map<Kind, std::map<std::string, std::int32_t>> set_aside_;
  std::map<std::string, std::int64_t> passes_; ///< by credential
  std::int32_t unreached_ = 0;                 ///< in a row
};

} // namespace passback::delivery
