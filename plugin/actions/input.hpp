// Reading what people and hosts hand in: every problem by field, not only the first.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "plugin/actions/actions.hpp"
#include "plugin/actions/phrase_members.hpp"
#include "plugin/platform/result.hpp"

namespace passback::actions {

/// One thing wrong with what a person entered.
struct Problem {
  std::string field;
  Phrase message;
  bool operator==(const Problem&) const = default;
};

/// What has to be answered before the input can be taken: it is sent again, with `name` set to the
/// value of an answer.
struct Question {
  struct Answer {
    std::string value;
    Phrase label;
  };
  std::string name;
  Phrase text;
  std::vector<Answer> answers;
};

/// A member that may be there: absent = as it was, null = back to what is inherited.
template <class T> struct Given {
  bool given = false;
  std::optional<T> value;
};

/// The input as a JSON object; empty text gives an empty one. Code::document if it is none, or if
/// its "schema" is another than `schema` (it may be absent).
Result<boost::json::object> read_input(std::string_view text, std::string_view schema);

/// Members of one object, by name; wrong kinds become problems.
class InputReader {
 public:
  InputReader(const boost::json::object& object, std::string prefix, std::vector<Problem>& problems)
      : object_(object), prefix_(std::move(prefix)), problems_(problems) {}

  Given<bool> flag(std::string_view name) const;
  Given<std::string> text(std::string_view name) const;
  Given<std::vector<std::string>> texts(std::string_view name) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  /// A misspelt setting must not pass silently.
  void refuse_others(std::span<const std::string_view> known) const;
  void refuse_others(std::initializer_list<std::string_view> known) const {
    refuse_others(std::span(known.begin(), known.size()));
  }
  void refuse(std::string_view name, Phrase message) const;

 private:
  const boost::json::value* find(std::string_view name, bool& given) const;
  const boost::json::object& object_;
  const std::string prefix_;
  std::vector<Problem>& problems_;
};

/// Code::document, in English, with the first of them: what a host asked for, not what a person
/// entered.
Status refuse_problems(const std::vector<Problem>& problems);

/// The answer to whether grades may be sent again (sent_again.hpp): "yes", or empty.
std::string read_resend(const InputReader& reader);

/// The form that was filled in showed other settings than are stored now. An empty revision is not
/// checked.
bool is_outdated(std::string_view revision, std::string_view stored);
/// Refuses the input's `revision` if it is.
void refuse_outdated(const InputReader& reader, std::string_view stored);

/// The fields of a form by their names: "connection.base_url" is put into the block "connection".
/// The same member given twice becomes a problem.
boost::json::object with_blocks(boost::json::object input,
                                std::initializer_list<std::string_view> blocks,
                                std::vector<Problem>& problems);

/// The reply to an operation: lms.result/1.
boost::json::object result_document(const texts::Words& words, bool ok, const Phrase& message,
                                    const std::vector<Problem>& problems = {});
/// The replies of a question's answers: it is saved, or nothing has changed here, and why.
Reply saved_reply(const texts::Words& words);
Reply nothing_changed_reply(const texts::Words& words, const std::vector<Problem>& problems);
/// The same where nothing was saved, for those reasons or because an answer is missing.
boost::json::object refusal_document(const texts::Words& words,
                                     const std::vector<Problem>& problems,
                                     const std::optional<Question>& question);

} // namespace passback::actions
