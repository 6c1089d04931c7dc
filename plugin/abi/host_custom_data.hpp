// The host's extension lms.custom_data/1: ids of the SIS that stand in fields of the LMS's own
// (intake/custom_data.hpp says when they are asked for, and what becomes of them).
// [host] Only inside calls of the host's: pump, and a card that is opened or tried out.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/abi/late_answers.hpp"
#include "plugin/actions/actions.hpp"
#include "plugin/intake/custom_data.hpp"

namespace passback::abi {

class Instance;
struct InstanceParts;

/// For cards: what the host has, and what stands in its fields now.
class HostCustomData : public actions::CustomDataSource {
 public:
  explicit HostCustomData(Instance& instance) : instance_(instance) {}
  Result<std::vector<actions::CustomField>> fields() override;
  Result<intake::CustomAnswers> values(const intake::CustomQuestion& question) override;
  /// What the host told later to a card. `subject`: what it was asked with.
  void remember(const std::string& subject, std::string answer);

 private:
  Result<std::string> ask(const std::string& query);

  Instance& instance_;
  LateAnswers told_;
};

struct CustomPages {
  std::uint32_t asked = 0; ///< pages
  bool more = false;       ///< something is left that can be asked for at once
};

/// Asks for a page or a few, as long as `in_time` says so. What fails is asked again later, and
/// said in the log.
CustomPages ask_custom_data(Instance& instance, InstanceParts& parts,
                            const std::function<bool()>& in_time);

/// An answer that came later, to a page or to a card.
Status take_late_custom_data(Instance& instance, InstanceParts& parts, const std::string& subject,
                             std::string json);

/// The query lms.custom_data_query/1.
std::string custom_data_query(const intake::CustomQuestion& question);
/// What a lms.custom_data/1 says of those who were asked for; Code::host_reply if it is none.
Result<intake::CustomAnswers> read_custom_data(std::string_view json, intake::CustomStep step);

} // namespace passback::abi
