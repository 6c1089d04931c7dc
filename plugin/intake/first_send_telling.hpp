// Whom the first-send question (first_send.hpp) has still to be told to, and who was: the
// administrators of the domain, that it waits; where their answer is that each teacher decides, the
// teachers of the classes that it is about.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/kept_grades.hpp"

namespace passback::intake {

struct FirstSendTelling {
  enum class Question { none, to_tell, told };
  Question question = Question::none;
  /// With grades that each teacher decides about.
  std::vector<KeptInClass> to_tell; ///< whose teachers nobody told yet
  std::vector<KeptInClass> told;
  bool nothing() const { return question == Question::none && to_tell.empty() && told.empty(); }
};

/// Domains in which there is something to tell, or something that was told may be over.
Result<std::vector<std::string>> first_sends_to_tell(outbox::Transaction& transaction);
Result<FirstSendTelling> first_send_telling(outbox::Transaction& transaction,
                                            const std::string& domain);
Status put_first_send_telling(outbox::Transaction& transaction, const std::string& domain,
                              const FirstSendTelling& telling);

} // namespace passback::intake
