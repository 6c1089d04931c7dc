// The first-send question: what was given before sync was switched on, counted, and the answer put
// into effect. Which grades it is about: decision/first_send.hpp.
//
// [intake] On the host's thread.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/decision/class_view.hpp"
#include "plugin/intake/kept_grades.hpp"

namespace passback::intake {

/// So many go without a question.
constexpr std::int64_t kFirstSendUnasked = 10;

/// What waits for the answer in a domain and below it.
Result<KeptGrades> graded_before(decision::UnitOfWork& work, const gradebook::DomainId& domain);

/// The domain's settings, which are about to be saved, open it for sending: it is asked.
void open_first_send(settings::DomainSettings& settings, std::int64_t now_unix_ms);
/// The question is to be settled once all that was asked for has been read.
Status note_first_send(outbox::Transaction& transaction, const gradebook::DomainId& domain);
/// True while the domain's grades are still being read and counted.
Result<bool> is_being_counted(outbox::Transaction& transaction, const gradebook::DomainId& domain);

/// Once everything has been read: where a domain has few, nobody is asked and they go. True: they
/// are to be placed for it.
Result<bool> settle_first_sends(decision::UnitOfWork& work);

/// An administrator's answer. `from` only with Answer::from.
Status answer_first_send(decision::UnitOfWork& work, const gradebook::DomainId& domain,
                         settings::FirstSend::Answer answer, const std::string& from);

} // namespace passback::intake
