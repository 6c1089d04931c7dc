// A digest of what a record says to the SIS of its own accord: two that are equal are the same
// document, whenever and after whatever reading it was derived. Left out are the times
// (dateLastModified, scoreDate), addresses, ids of the record itself and of the student
// (outbox/identity.hpp), and what the SIS owns.
//
// It stands in the versions of a record, so that a change of settings or profile makes due what it
// changes, and nothing else (outbox/transitions.hpp).
#pragma once

#include "plugin/decision/document_inputs.hpp"
#include "plugin/oneroster/wire/endpoint.hpp"

namespace passback::decision {

/// Of the released version. Error: the document cannot be derived, `code` says why. Empty for what
/// has no document of its own (taken back, or waiting for its first release).
Result<std::string> digest_of_line_item(const Manner& manner, oneroster::OneRosterVersion version,
                                        const outbox::Record& line_item);
Result<std::string> digest_of_result(const Manner& manner, oneroster::OneRosterVersion version,
                                     const outbox::Record& result, const outbox::Record& line_item);
/// That digest with the document that it is of, for who has to know both.
struct Worded {
  std::string document, digest;
};
Result<Worded> worded_result(const Manner& manner, oneroster::OneRosterVersion version,
                             const outbox::Record& result, const outbox::Record& line_item);
/// What the result would say as it is observed, with its line item as that is observed: whoever
/// tries it so knows what it says once it is released so. Empty: it says nothing by a document.
/// Errors: what it lacks to go; no_way_code of write.hpp for what this SIS cannot be told.
Result<std::string> digest_of_observed(const Manner& manner, oneroster::OneRosterVersion version,
                                       const outbox::Record& result,
                                       const outbox::Record& line_item);
/// The same of what result_input made of a released version that is present or cleared.
Result<std::string> digest_of(const Manner& manner, oneroster::OneRosterVersion version,
                              oneroster::ResultInput input);

/// Puts that digest into the released version. True: what was released before under other settings
/// says something else now. A record that an earlier release confirmed has none to compare with: it
/// is taken to have been sent as it would be now. `settings_generation`: under which the digest was
/// made, kept with the record.
bool word_anew(outbox::Record& record, const Result<std::string>& digest,
               std::int64_t settings_generation);

} // namespace passback::decision
