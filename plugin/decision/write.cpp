#include "plugin/decision/write.hpp"

namespace passback::decision {
namespace {

using exchange::Write;

std::optional<Write> write_of_withdrawal(oneroster::Withdrawal way) {
  switch (way) {
  case oneroster::Withdrawal::remove:
    return Write::remove;
  case oneroster::Withdrawal::tobedeleted:
    return Write::tombstone;
  case oneroster::Withdrawal::unsupported:
    break;
  }
  return std::nullopt;
}

std::optional<Write> write_of_clearing(oneroster::Clearing way) {
  switch (way) {
  case oneroster::Clearing::not_submitted:
    return Write::put;
  case oneroster::Clearing::remove:
    return Write::remove;
  case oneroster::Clearing::unsupported:
    break;
  }
  return std::nullopt;
}

} // namespace

std::optional<Write> write_of(const oneroster::Profile& profile, outbox::Kind kind,
                              outbox::Form form) {
  switch (form) {
  case outbox::Form::absent:
    return write_of_withdrawal(kind == outbox::Kind::line_item ? profile.line_item_withdrawal
                                                               : profile.withdrawal);
  case outbox::Form::cleared:
    return write_of_clearing(profile.clearing);
  case outbox::Form::present:
  case outbox::Form::none:
    break;
  }
  return Write::put;
}

Code no_way_code(outbox::Form form) {
  return form == outbox::Form::cleared ? Code::clear_by_hand : Code::withdrawal_unsupported;
}

bool is_slot(const outbox::Record& line_item) {
  return line_item.key.kind == outbox::Kind::line_item &&
         line_item.wire_id_origin == outbox::WireIdOrigin::adopted;
}

bool is_taken_over(const outbox::Record& line_item) {
  return line_item.key.kind == outbox::Kind::line_item &&
         line_item.wire_id_origin == outbox::WireIdOrigin::taken_over;
}

bool stays_in_sis(const outbox::Record& line_item) {
  return is_slot(line_item) || is_taken_over(line_item);
}

} // namespace passback::decision
