#include "host_stub/import/api/page_loop.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string_view>

namespace host_stub::import {
namespace {

namespace json = boost::json;

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// "classes" → "class", "categories" → "category": some providers name the list in the singular.
std::string singular(const std::string& member) {
  if (member.ends_with("ies")) {
    return member.substr(0, member.size() - 3) + "y";
  }
  return member.ends_with("sses") ? member.substr(0, member.size() - 2)
                                  : member.substr(0, member.size() - 1);
}

const json::value* list_in(const json::object& answer, const std::string& member) {
  const json::value* only_list = nullptr;
  std::size_t lists = 0;
  for (const auto& [name, value] : answer) {
    if (same_word(name, member) || same_word(name, singular(member))) {
      return &value;
    }
    // A word about the answer, not a part of the data.
    if (value.is_array() && !same_word(name, "statusInfoSet") && !same_word(name, "warnings")) {
      only_list = &value;
      ++lists;
    }
  }
  return lists == 1 ? only_list : nullptr;
}

std::optional<std::size_t> total_of(const HttpAnswer& answer) {
  auto text = answer.header("x-total-count");
  std::size_t total = 0;
  auto end = std::from_chars(text.data(), text.data() + text.size(), total);
  return !text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size()
             ? std::optional(total)
             : std::nullopt;
}

std::string id_of(const json::value& object) {
  const auto* id = object.is_object() ? object.get_object().if_contains("sourcedId") : nullptr;
  return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

// The target of rel=next in one Link header (RFC 8288), which may hold several links.
std::string_view next_target(std::string_view links) {
  while (!links.empty()) {
    auto open = links.find('<');
    auto close = links.find('>', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      return {};
    }
    auto target = links.substr(open + 1, close - open - 1);
    links.remove_prefix(close + 1);
    auto parameters = links.substr(0, links.find('<'));
    for (std::string_view form : {"rel=\"next\"", "rel=next", "rel='next'"}) {
      auto at = parameters.find(form);
      if (at != std::string_view::npos) {
        return target;
      }
    }
  }
  return {};
}

} // namespace

std::optional<json::array> objects_in(const std::string& body, const std::string& member,
                                      std::string& why) {
  json::error_code error;
  auto document = json::parse(body, error);
  if (error) {
    auto first = body.find_first_not_of(" \t\r\n");
    why = first == std::string::npos ? "it is empty"
          : body[first] == '<'       ? "it is a web page, not JSON"
                                     : "it is no whole JSON document";
    return std::nullopt;
  }
  if (document.is_array()) {
    return std::move(document.get_array());
  }
  const auto* list = document.is_object() ? list_in(document.get_object(), member) : nullptr;
  if (list == nullptr) {
    why = "it has no \"" + member + "\"";
    return std::nullopt;
  }
  if (list->is_array()) {
    return list->get_array();
  }
  return list->is_object() ? json::array{*list} : json::array{};
}

PageLoop::PageLoop(Url collection, std::string member, std::size_t page_size, Limits limits)
    : collection_(std::move(collection)), member_(std::move(member)), page_size_(page_size),
      limits_(limits), next_(page_at(0)) {
  asked_.insert(next_->text());
}

Url PageLoop::page_at(std::size_t offset) const {
  Url page = collection_;
  page.query += (page.query.empty() ? "limit=" : "&limit=") + std::to_string(page_size_) +
                "&offset=" + std::to_string(offset);
  return page;
}

std::optional<Url> PageLoop::next_link(const HttpAnswer& answer) const {
  for (const auto& [name, value] : answer.headers) {
    if (name != "link") {
      continue;
    }
    auto target = next_target(value);
    auto url = target.empty() ? std::nullopt : resolve(*next_, target);
    // Credentials go with the request, so a link to another origin is not followed.
    if (url && url->origin() == collection_.origin()) {
      return url;
    }
  }
  return std::nullopt;
}

std::optional<std::string> PageLoop::add(const HttpAnswer& answer) {
  std::string why;
  auto page = objects_in(answer.body, member_, why);
  if (!page) {
    return why;
  }
  bool any_new = false;
  for (json::value& object : *page) {
    auto id = id_of(object);
    bool fresh = !id.empty() && ids_.insert(id).second;
    any_new = any_new || fresh;
    // What has no id is kept too: somebody must be told.
    if (fresh || id.empty()) {
      objects_.push_back(std::move(object));
    }
  }
  received_ += page->size();
  if (objects_.size() > limits_.objects || asked_.size() > limits_.pages) {
    return "it goes on for more pages than a roster can have";
  }
  if (auto total = total_of(answer)) {
    total_ = total;
  }
  return go_on(answer, page->size(), any_new);
}

std::optional<std::string> PageLoop::go_on(const HttpAnswer& answer, std::size_t on_page,
                                           bool any_new) {
  if (auto link = next_link(answer)) {
    if (!asked_.insert(link->text()).second || (!any_new && on_page > 0)) {
      return "its link to the next page leads back to a page that was read already";
    }
    next_ = std::move(link);
    return std::nullopt;
  }
  bool more = total_ ? received_ < *total_ : on_page > 0;
  if (total_ && more && on_page == 0) {
    return "it announces " + std::to_string(*total_) + " objects and then sends only " +
           std::to_string(received_);
  }
  if (more && !any_new) {
    // Without a total this is a provider that has no pages and sends everything each time.
    if (!total_) {
      next_ = std::nullopt;
      return std::nullopt;
    }
    return "it sends the same objects again instead of the next ones";
  }
  next_ = more ? std::optional(page_at(received_)) : std::nullopt;
  if (next_) {
    asked_.insert(next_->text());
  }
  return std::nullopt;
}

} // namespace host_stub::import
