#include "plugin/exchange/trouble.hpp"

namespace passback::exchange {

std::string what_was_met(const Met& met) {
  std::string text = met.status == 0 ? std::string("no answer") : std::to_string(met.status);
  text.append(" ").append(info(met.code).id);
  return met.words.empty() ? text : text + ": " + met.words;
}

std::optional<Met> met_with(const oneroster::Verdict& verdict, int status) {
  using oneroster::Meaning;
  const auto met = [&](Trouble trouble, Code otherwise) {
    return Met{trouble, verdict.code == Code::none ? otherwise : verdict.code, status,
               verdict.sis_words, verdict.retry_after_ms};
  };
  switch (verdict.meaning) {
  case Meaning::throttled:
    return met(Trouble::busy, Code::sis_busy);
  case Meaning::in_doubt:
  case Meaning::page:
    return met(Trouble::failure, Code::sis_error);
  case Meaning::unauthorised:
    return met(Trouble::refusal, Code::unauthorised);
  case Meaning::forbidden:
    return met(Trouble::refusal, Code::forbidden);
  case Meaning::misdirected:
    return met(Trouble::elsewhere, Code::address_refused);
  case Meaning::confirmed:
  case Meaning::unproven:
  case Meaning::window_shut:
  case Meaning::target_gone:
  case Meaning::refused:
    break;
  }
  return std::nullopt;
}

Met met_without_answer(oneroster::TransportFailure failure, Code code) {
  const bool left = failure == oneroster::TransportFailure::maybe_stored;
  return {left ? Trouble::failure : Trouble::unreached, code};
}

} // namespace passback::exchange
