#include "host_stub/sis/json.hpp"

#include <array>
#include <charconv>
#include <set>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>

namespace host_stub::sis {

namespace {

/// Watches a parse go by. basic_parser calls each member and stops at the first `false`.
class Observer {
 public:
  constexpr static std::size_t max_object_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_array_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_key_size = static_cast<std::size_t>(-1);
  constexpr static std::size_t max_string_size = static_cast<std::size_t>(-1);
  using error_code = boost::system::error_code;

  explicit Observer(ParsedBody& body) : body_(body) {}

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, error_code&) {
    keys_.pop_back();
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t, error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    if (!keys_.back().insert(text_).second && body_.duplicate_key.empty()) {
      body_.duplicate_key = text_;
    }
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view, std::size_t, error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, error_code&) { return true; }
  bool on_number_part(json::string_view part, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, json::string_view part, error_code&) { return number(part); }
  bool on_double(double, json::string_view part, error_code&) { return number(part); }
  bool on_bool(bool, error_code&) { return true; }
  bool on_null(error_code&) { return true; }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  bool number(json::string_view part) {
    text_.append(part.data(), part.size());
    if (body_.exponent.empty() && text_.find_first_of("eE") != std::string::npos) {
      body_.exponent = text_;
    }
    text_.clear();
    return true;
  }

  ParsedBody& body_;
  std::vector<std::set<std::string>> keys_;
  std::string text_;
};

void write(const json::value& value, std::string& out);

void write_text(json::string_view text, std::string& out) {
  out += json::serialize(json::value(text));
}

void write_double(double number, std::string& out) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  out.append(buffer.data(), end.ptr);
}

void write(const json::object& object, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& member : object) {
    if (!first) {
      out += ',';
    }
    first = false;
    write_text(member.key(), out);
    out += ':';
    write(member.value(), out);
  }
  out += '}';
}

void write(const json::value& value, std::string& out) {
  if (value.is_object()) {
    write(value.get_object(), out);
  } else if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const auto& item : value.get_array()) {
      if (!first) {
        out += ',';
      }
      first = false;
      write(item, out);
    }
    out += ']';
  } else if (value.is_double()) {
    write_double(value.get_double(), out);
  } else {
    out += json::serialize(value);
  }
}

} // namespace

ParsedBody parse_body(std::string_view text) {
  ParsedBody body;
  boost::system::error_code error;
  json::basic_parser<Observer> parser(json::parse_options{}, body);
  parser.write_some(false, text.data(), text.size(), error);
  if (!error) {
    body.value = json::parse(json::string_view(text.data(), text.size()), error);
  }
  body.valid = !error;
  if (error) {
    body.error = error.message();
  }
  return body;
}

std::string to_text(const json::value& value) {
  std::string out;
  write(value, out);
  return out;
}

std::string to_text(const json::object& object) {
  std::string out;
  write(object, out);
  return out;
}

std::string_view text_member(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains({name.data(), name.size()});
  if (member == nullptr || !member->is_string()) {
    return {};
  }
  return {member->get_string().data(), member->get_string().size()};
}

std::string_view ref_member(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains({name.data(), name.size()});
  if (member == nullptr || !member->is_object()) {
    return {};
  }
  return text_member(member->get_object(), "sourcedId");
}

} // namespace host_stub::sis
