#include "plugin/oneroster/reads/paging.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "plugin/oneroster/reads/collection_entries.hpp"
#include "plugin/oneroster/reads/link_header.hpp"
#include "plugin/oneroster/wire/ascii.hpp"
#include "plugin/oneroster/wire/json_read.hpp"

namespace passback::oneroster {
namespace {

std::optional<std::size_t> count_in(std::string_view text) {
  text = ascii::trimmed(text);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty()
             ? std::optional(value)
             : std::nullopt;
}

struct Parameter {
  std::size_t begin = 0, length = 0; ///< of its value
};

std::optional<Parameter> find_parameter(std::string_view url, std::string_view name) {
  std::size_t at = url.find('?');
  while (at != std::string_view::npos) {
    const std::size_t begin = at + 1;
    at = url.find('&', begin);
    const std::string_view pair = url.substr(begin, at - begin);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return Parameter{begin + name.size() + 1, pair.size() - name.size() - 1};
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> parameter(std::string_view url, std::string_view name) {
  const auto found = find_parameter(url, name);
  return found ? count_in(url.substr(found->begin, found->length)) : std::nullopt;
}

std::string with_parameter(std::string url, std::string_view name, std::size_t value) {
  if (const auto found = find_parameter(url, name)) {
    return url.replace(found->begin, found->length, std::to_string(value));
  }
  const char mark = url.find('?') == std::string::npos ? '?' : '&';
  return url + mark + std::string(name) + "=" + std::to_string(value);
}

} // namespace

PageLoop::PageLoop(std::string first_url, std::string collection, int page_limit,
                   PageOptions options)
    : collection_(std::move(collection)), options_(options), first_url_(std::move(first_url)) {
  if (page_limit > 0 && !find_parameter(first_url_, "limit")) {
    first_url_ = with_parameter(first_url_, "limit", static_cast<std::size_t>(page_limit));
  }
  asked_ = parameter(first_url_, "limit").value_or(0);
  offset_ = parameter(first_url_, "offset").value_or(0);
  next_ = first_url_;
}

void PageLoop::finish(bool complete) {
  next_.reset();
  complete_ = complete;
}

Status PageLoop::add(const HttpAnswer& answer) {
  if (!next_) {
    return Error{Code::state, "the last page was read already"};
  }
  auto entries = collection_entries(answer, collection_);
  if (!entries) {
    finish(false);
    return entries.error();
  }
  visited_.insert(*next_);
  ++pages_;
  std::size_t fresh = 0;
  for (boost::json::object& entry : *entries) {
    std::string id = text_of(member(entry, "sourcedId"));
    if (id.empty() || !ids_.insert(std::move(id)).second) {
      continue;
    }
    ++fresh;
    if (options_.keep_deleted || is_active(entry)) {
      items_.push_back(std::move(entry));
    }
  }
  go_on(answer, entries->size(), fresh);
  return ok_status();
}

void PageLoop::go_on(const HttpAnswer& answer, std::size_t received, std::size_t fresh) {
  if (const auto value = header(answer, "X-Total-Count")) {
    total_ = count_in(*value);
  }
  if (fresh > 0 && pages_ > 1 && last_page_ < asked_) {
    ceiling_ = std::max(ceiling_, last_page_);
  }
  if (pages_ == 1) {
    first_page_ = received;
  }
  last_page_ = received;
  offset_ += received;
  barren_ = fresh == 0 ? barren_ + 1 : 0;
  // A total below what came already is no total.
  const bool has_all = total_ && (offset_ == *total_ || ids_.size() == *total_);
  auto linked = next_link(answer, *next_);
  if (received == 0 && (!linked || barren_ > 1)) {
    return finish(true);
  }
  if (!linked && has_all) {
    return finish(true);
  }
  if (fresh == 0 && received > 0) {
    // The same records again. A server that knows no offset has answered with all of them at once,
    // unless the first page was as full as it could be.
    const bool knows_no_offset =
        !linked && pages_ == 2 && received == first_page_ && (asked_ == 0 || first_page_ != asked_);
    return finish(knows_no_offset || has_all);
  }
  if (pages_ >= options_.max_pages || ids_.size() >= options_.max_items) {
    return finish(false);
  }
  std::string next = linked ? std::move(*linked) : with_parameter(first_url_, "offset", offset_);
  if (visited_.contains(next)) {
    return finish(has_all);
  }
  next_ = std::move(next);
}

} // namespace passback::oneroster
