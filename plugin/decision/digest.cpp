#include "plugin/decision/digest.hpp"

#include "plugin/decision/on_trial.hpp"
#include "plugin/decision/write.hpp"
#include "plugin/oneroster/documents/stand_in.hpp"
#include "plugin/outbox/transitions.hpp"
#include "plugin/platform/hash.hpp"
#include "plugin/platform/try.hpp"

namespace passback::decision {

namespace {

using outbox::Form;
using outbox::Record;

constexpr std::size_t kDigits = 16;

std::string digest(const std::string& text) {
  return platform::sha256_hex(text).substr(0, kDigits);
}

oneroster::Endpoint anywhere(oneroster::OneRosterVersion version) {
  oneroster::Endpoint endpoint;
  endpoint.version = version;
  return endpoint;
}

Result<Worded> worded(const Manner& manner, oneroster::OneRosterVersion version,
                      oneroster::ResultInput input) {
  input.wire_id = input.line_item_id = input.student_id = oneroster::stand_in();
  input.score_date = oneroster::kSomeDay;
  input.facts.scored_at_unix_ms = input.assigned_at_unix_ms = 0;
  input.sent_before.reset();
  PASSBACK_TRY_AS(auto document, oneroster::result_document(manner.profile, anywhere(version),
                                                            input, context_of(manner)));
  auto of_document = digest(document);
  return Worded{std::move(document), std::move(of_document)};
}

Result<std::string> digest_in(Result<Worded> words) {
  return words ? Result<std::string>(std::move(words->digest)) : words.error();
}

} // namespace

Result<std::string> digest_of_line_item(const Manner& manner, oneroster::OneRosterVersion version,
                                        const Record& line_item) {
  if (line_item.released.form != Form::present || line_item.key.sis_class_id.empty()) {
    return std::string();
  }
  const auto* facts = line_item.released.facts.activity();
  if (facts == nullptr) {
    return Code::corrupt;
  }
  auto input = line_item_input(manner, line_item, *facts);
  const std::string chosen = input.category_id.value + "\n" + input.grading_period_id.value;
  const auto& owner = manner.profile.owner;
  const auto keep = [](oneroster::Owner owned_by, gradebook::SourcedId& id) {
    if (owned_by == oneroster::Owner::sis || id.empty()) {
      id = oneroster::stand_in();
    }
  };
  input.wire_id = input.school_id = oneroster::stand_in();
  keep(owner.category, input.category_id);
  keep(owner.grading_period, input.grading_period_id);
  if (input.facts.due_at_unix_ms == 0) {
    input.period_end = input.class_end = oneroster::kSomeDay;
  }
  PASSBACK_TRY_AS(
      const auto document,
      oneroster::line_item_document(manner.profile, anywhere(version), input, context_of(manner)));
  // What is chosen for its first appearance stands apart: it counts as long as it is not there.
  return digest(document) + "." + digest(chosen);
}

Result<Worded> worded_result(const Manner& manner, oneroster::OneRosterVersion version,
                             const Record& result, const Record& line_item) {
  if (result.released.form != Form::present && result.released.form != Form::cleared) {
    return Worded{};
  }
  auto input = result_input(manner, result, line_item, oneroster::stand_in());
  return input ? worded(manner, version, std::move(*input)) : input.error();
}

Result<std::string> digest_of_result(const Manner& manner, oneroster::OneRosterVersion version,
                                     const Record& result, const Record& line_item) {
  return digest_in(worded_result(manner, version, result, line_item));
}

Result<std::string> digest_of_observed(const Manner& manner, oneroster::OneRosterVersion version,
                                       const Record& result, const Record& line_item) {
  const auto write = write_of(manner.profile, outbox::Kind::result, result.observed.form);
  if (!write) {
    return no_way_code(result.observed.form);
  }
  if (*write == exchange::Write::remove) {
    return std::string();
  }
  return digest_of_result(manner, version, with_released(result, result.observed),
                          with_released(line_item, line_item.observed));
}

Result<std::string> digest_of(const Manner& manner, oneroster::OneRosterVersion version,
                              oneroster::ResultInput input) {
  return digest_in(worded(manner, version, std::move(input)));
}

bool word_anew(Record& record, const Result<std::string>& digest,
               std::int64_t settings_generation) {
  if (!digest) {
    return false; // it waits for what it lacks, and is worded when that has come
  }
  const std::string before = std::exchange(record.released.digest, *digest);
  record.settings_generation = settings_generation;
  const bool as_sent = !record.in_doubt && record.confirmed.digest.empty() &&
                       outbox::same_for_sis(record.key.kind, record.released, record.confirmed);
  if (as_sent) {
    record.confirmed.digest = *digest;
  }
  return !before.empty() && !digest->empty() && before != *digest;
}

} // namespace passback::decision
