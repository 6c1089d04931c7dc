#include "plugin/exchange/matching.hpp"

#include <string>
#include <utility>

#include "plugin/exchange/record_request.hpp"
#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::exchange {

namespace {

using oneroster::SisLineItem;
using oneroster::SisResult;

constexpr std::size_t kDay = 10; // of "2026-10-16T..."

bool same_id(const gradebook::SourcedId& a, const gradebook::SourcedId& b) {
  return oneroster::ascii::same_without_case(a.value, b.value);
}

/// True of the id that the record has, or that the SIS said to have given it.
bool is_its_id(const PlannedRequest& planned, const gradebook::SourcedId& id) {
  return same_id(id, planned.wire_id) || (!planned.told_id.empty() && same_id(id, planned.told_id));
}

/// What the SIS does not show it may have left out; only what it shows can differ.
bool same_reference(const gradebook::SourcedId& sent, const gradebook::SourcedId& shown) {
  return sent.empty() || shown.empty() || sent == shown;
}

bool same_day(const std::string& sent, const std::string& shown) {
  return sent.empty() || sent.substr(0, kDay) == shown.substr(0, kDay);
}

bool same_number(const std::optional<gradebook::Decimal>& sent,
                 const std::optional<gradebook::Decimal>& shown) {
  return !sent || (shown && *sent == *shown);
}

bool equal_in_what_was_sent(const SisLineItem& sent, const SisLineItem& shown) {
  return sent.title == shown.title &&
         (sent.description.empty() || shown.description.empty() ||
          sent.description == shown.description) &&
         same_day(sent.assign_date, shown.assign_date) && same_day(sent.due_date, shown.due_date) &&
         same_number(sent.maximum, shown.maximum) &&
         same_reference(sent.class_id, shown.class_id) &&
         same_reference(sent.category_id, shown.category_id) &&
         same_reference(sent.grading_period_id, shown.grading_period_id);
}

std::optional<boost::json::object> record_of(const PlannedRequest& planned,
                                             std::int64_t now_unix_ms) {
  const auto text = document_of(planned, now_unix_ms);
  const auto value = text ? oneroster::read_json(*text) : std::nullopt;
  if (!value || !value->is_object() || value->get_object().empty() ||
      !value->get_object().begin()->value().is_object()) {
    return std::nullopt;
  }
  return value->get_object().begin()->value().get_object();
}

std::optional<SisLineItem> sent_line_item(const PlannedRequest& planned, std::int64_t now_unix_ms) {
  PlannedRequest then = planned;
  if (planned.doubted_line_item) {
    then.content = *planned.doubted_line_item;
  }
  const auto record = record_of(then, now_unix_ms);
  return record ? std::optional(oneroster::line_item_of(*record)) : std::nullopt;
}

std::string mark_of(const SisLineItem& line_item, const std::string& marker) {
  const auto* mark = oneroster::member(line_item.metadata, marker);
  return oneroster::text_of(mark);
}

template <class Listed, class Fits> Match only_one(std::span<const Listed> listed, Fits fits) {
  Match match;
  for (std::size_t at = 0; at < listed.size(); ++at) {
    if (!listed[at].active || !fits(listed[at])) {
      continue;
    }
    if (match.kind == Match::Kind::one) {
      return {Match::Kind::several, match.at};
    }
    match = {Match::Kind::one, at};
  }
  return match;
}

} // namespace

Match find_line_item(const PlannedRequest& planned, std::span<const SisLineItem> listed, bool made,
                     std::int64_t now_unix_ms) {
  const auto by_id =
      only_one(listed, [&](const SisLineItem& one) { return is_its_id(planned, one.id); });
  if (by_id.kind != Match::Kind::none) {
    return by_id;
  }
  const auto& marker = planned.route->profile->writes.marker;
  if (!marker.empty()) {
    const auto by_mark = only_one(listed, [&](const SisLineItem& one) {
      return oneroster::ascii::same_without_case(mark_of(one, marker), planned.wire_id.value);
    });
    if (by_mark.kind != Match::Kind::none) {
      return by_mark;
    }
  }
  if (!made) {
    return {};
  }
  const auto sent = sent_line_item(planned, now_unix_ms);
  if (!sent) {
    return {};
  }
  return only_one(listed, [&](const SisLineItem& one) {
    const bool new_there = planned.before && !planned.before->contains(one.id.value);
    return new_there && !planned.ours.contains(one.id.value) && equal_in_what_was_sent(*sent, one);
  });
}

Match find_result(const PlannedRequest& planned, std::span<const SisResult> listed) {
  const auto by_id =
      only_one(listed, [&](const SisResult& one) { return is_its_id(planned, one.id); });
  if (by_id.kind != Match::Kind::none) {
    return by_id;
  }
  return only_one(listed, [&](const SisResult& one) {
    return !one.student_id.empty() && one.student_id == planned.student_id;
  });
}

bool says_the_same(const PlannedRequest& planned, const SisLineItem& in_sis,
                   std::int64_t now_unix_ms) {
  const auto record = record_of(planned, now_unix_ms);
  return record && equal_in_what_was_sent(oneroster::line_item_of(*record), in_sis);
}

bool says_the_same(const PlannedRequest& planned, const SisResult& in_sis,
                   std::int64_t now_unix_ms) {
  const auto record = record_of(planned, now_unix_ms);
  if (!record) {
    return false;
  }
  const auto sent = oneroster::result_of(*record);
  const bool score = sent.score.has_value() == in_sis.score.has_value() &&
                     (!sent.score || *sent.score == *in_sis.score);
  return score && sent.text_score == in_sis.text_score &&
         oneroster::ascii::same_without_case(sent.score_status, in_sis.score_status) &&
         sent.comment == in_sis.comment &&
         sent.late.value_or(false) == in_sis.late.value_or(false) &&
         sent.missing.value_or(false) == in_sis.missing.value_or(false) &&
         sent.incomplete.value_or(false) == in_sis.incomplete.value_or(false);
}

std::string_view envelope_of(const PlannedRequest& planned) {
  const bool assessment = planned.route->profile->gradebook == oneroster::Gradebook::assessment;
  switch (planned.kind) {
  case outbox::Kind::line_item:
    return assessment ? "assessmentLineItem" : "lineItem";
  case outbox::Kind::result:
    return assessment ? "assessmentResult" : "result";
  case outbox::Kind::category:
  case outbox::Kind::score_scale:
    break;
  }
  return "category";
}

bool shows_other_score(const PlannedRequest& planned, const oneroster::HttpAnswer& answer,
                       std::int64_t now_unix_ms) {
  if (planned.kind != outbox::Kind::result || planned.write != Write::put) {
    return false;
  }
  const auto shown = oneroster::record_in(answer, envelope_of(planned));
  const auto there = shown ? oneroster::result_of(*shown).score : std::nullopt;
  const auto record = there ? record_of(planned, now_unix_ms) : std::nullopt;
  const auto sent = record ? oneroster::result_of(*record).score : std::nullopt;
  return sent && *sent != *there;
}

bool proves(const PlannedRequest& planned, const boost::json::object& shown,
            std::int64_t now_unix_ms) {
  const bool takes_away = planned.write == Write::remove || planned.write == Write::tombstone;
  if (takes_away || !oneroster::is_active(shown)) {
    return takes_away && !oneroster::is_active(shown);
  }
  const auto record = record_of(planned, now_unix_ms);
  if (!record) {
    return false;
  }
  if (planned.kind == outbox::Kind::line_item) {
    const auto there = oneroster::line_item_of(shown);
    auto sent = oneroster::line_item_of(*record);
    sent.assign_date = there.assign_date.empty() ? "" : std::move(sent.assign_date);
    sent.due_date = there.due_date.empty() ? "" : std::move(sent.due_date);
    sent.maximum = there.maximum ? sent.maximum : std::nullopt;
    return equal_in_what_was_sent(sent, there);
  }
  if (planned.kind == outbox::Kind::result) {
    const auto sent = oneroster::result_of(*record);
    const auto there = oneroster::result_of(shown);
    const bool status = there.score_status.empty() ||
                        oneroster::ascii::same_without_case(sent.score_status, there.score_status);
    // Without a score of ours the status must tell that the old one does not count any more.
    const bool score = sent.score ? same_number(sent.score, there.score)
                                  : !there.score || !there.score_status.empty();
    return status && score && (there.text_score.empty() || sent.text_score == there.text_score);
  }
  return oneroster::category_of(*record).title == oneroster::category_of(shown).title;
}

} // namespace passback::exchange
