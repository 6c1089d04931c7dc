// What an SIS showed and the outbox keeps, by kind, with the name under which it is stored. The
// names are part of the storage format: never change or reuse one.
#pragma once

#include <string_view>

namespace passback::outbox {

enum class SisDocumentKind {
  sis_class,  ///< of a class: its school and terms
  sessions,   ///< of a class: its grading periods
  categories, ///< of a class
  slots,      ///< of a class: its places for final grades
  line_items, ///< of a class: the columns that it had; "null" = the SIS does not list them to us
  results,    ///< of a line item: whose results the SIS holds, and under which ids
  found,      ///< of the connection, with an empty key: what a test of it found out
};

constexpr std::string_view stored_name(SisDocumentKind kind) {
  switch (kind) {
  case SisDocumentKind::sis_class:
    return "class";
  case SisDocumentKind::sessions:
    return "sessions";
  case SisDocumentKind::categories:
    return "categories";
  case SisDocumentKind::slots:
    return "slots";
  case SisDocumentKind::line_items:
    return "line_items";
  case SisDocumentKind::results:
    return "results";
  case SisDocumentKind::found:
    break;
  }
  return "found";
}

/// True for what the SIS shows of a whole class; the key is then the id of that class.
constexpr bool is_of_class(std::string_view stored) {
  return stored == stored_name(SisDocumentKind::sis_class) ||
         stored == stored_name(SisDocumentKind::sessions) ||
         stored == stored_name(SisDocumentKind::categories) ||
         stored == stored_name(SisDocumentKind::slots) ||
         stored == stored_name(SisDocumentKind::line_items);
}

} // namespace passback::outbox
