// How the SIS is told of a version: with a document, or by taking the record away. Pure.
#pragma once

namespace passback::exchange {

enum class Write {
  put,       ///< the document
  remove,    ///< DELETE
  tombstone, ///< the document with status tobedeleted
  look,      ///< nothing: the SIS's own record is looked at, a slot for final grades
};

} // namespace passback::exchange
