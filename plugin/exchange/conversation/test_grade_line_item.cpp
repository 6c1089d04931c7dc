// The test's assignment: made under our id by PUT, or by POST where the SIS gives the id; then read
// back.
#include <span>
#include <utility>

#include "plugin/exchange/conversation/explain.hpp"
#include "plugin/exchange/conversation/sis_values.hpp"
#include "plugin/exchange/conversation/test_grade_parts.hpp"
#include "plugin/oneroster/documents/posts.hpp"
#include "plugin/oneroster/reads/record_reading.hpp"
#include "plugin/oneroster/wire/json_read.hpp"
#include "plugin/oneroster/wire/routes.hpp"

namespace passback::exchange {

namespace json = boost::json;
using oneroster::member;
using oneroster::text_of;
using namespace test_grade;

Result<std::string> TestGrade::line_item_body(bool withdrawn) const {
  oneroster::DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  context.withdrawn = withdrawn;
  return oneroster::line_item_document(profile(), partner().endpoint, line_item_, context);
}

void TestGrade::write_line_item() {
  const auto& writes = profile().writes;
  if (writes.line_items == oneroster::Writing::none || writes.results == oneroster::Writing::none ||
      profile().gradebook != oneroster::Gradebook::of_class) {
    checks_.fail("line_item", "A test grade cannot be sent to this kind of SIS.",
                 "Try a real grade of a test class instead.");
    return;
  }
  if (const auto body = line_item_body(false); !body) {
    const auto why = cannot_say("The test assignment cannot be made.", body.error());
    checks_.fail("line_item", why.sentence, why.next_step, why.detail);
    return;
  }
  if (writes.line_items == oneroster::Writing::put) {
    put_line_item();
    return;
  }
  // The same test begun again must not make a second one. Only a test has such a title.
  look_for_line_item([this](bool) {
    if (made_.empty()) {
      post_line_item();
    } else {
      put_line_item();
    }
  });
}

void TestGrade::look_for_line_item(std::function<void(bool)> then) {
  oneroster::PageLoop list(oneroster::class_line_items_url(
                               partner().endpoint, profile().reads.line_items, input_.class_id),
                           "lineItems", profile().reads.page_limit);
  steps_.say_list(
      "find_line_item", std::move(list),
      [this, then = std::move(then)](bool read, const oneroster::PageLoop& found, const Heard&) {
        const auto title = oneroster::line_item_title(profile(), line_item_);
        for (const auto& entry : found.items()) {
          if (title && text_of(member(entry, "title")) == *title) {
            take_line_item_id(text_of(member(entry, "sourcedId")));
          }
        }
        then(read);
      });
}

void TestGrade::take_line_item_id(const std::string& id) {
  if (made_.empty()) {
    made_.push_back({std::string(kLineItem), {}});
  }
  made_.front().id = id;
  line_item_.wire_id = result_.line_item_id = gradebook::SourcedId(id);
}

void TestGrade::put_line_item() {
  auto body = line_item_body(false);
  if (made_.empty()) {
    made_.push_back({std::string(kLineItem), line_item_.wire_id.value});
  }
  write("line_item", "PUT", url_of(made_.front()), body ? std::move(*body) : std::string(),
        [this](const Heard& heard) {
          if (was_taken(heard)) {
            note_other_id(0, oneroster::Operation::put_line_item, heard);
            read_line_item_back();
            return;
          }
          refused("line_item", "The test assignment was not made.",
                  oneroster::Operation::put_line_item, heard);
          // After a clear no there is nothing to clean up; after anything else there may be.
          if (clear_no(heard) && profile().writes.line_items == oneroster::Writing::put) {
            made_.clear();
          } else {
            clean_up();
          }
        });
}

void TestGrade::post_line_item() {
  const auto address = oneroster::line_items_post_address(profile(), partner().endpoint,
                                                          input_.class_id, line_item_.school_id);
  if (!address) {
    checks_.fail("line_item", "The SIS takes new assignments at the address of their school.",
                 std::string(info(address.error().code).sentence));
    return;
  }
  oneroster::DocumentContext context;
  context.now_unix_ms = input_.now_unix_ms;
  auto body =
      oneroster::line_items_post(profile(), partner().endpoint, std::span(&line_item_, 1), context);
  const std::string supplied = line_item_.wire_id.value;
  made_.push_back({std::string(kLineItem), {}});
  write("line_item", "POST", *address,
        body ? std::move(*body) : std::string(),
        [this, supplied](const Heard& heard) { line_item_posted(supplied, heard); });
}

void TestGrade::line_item_posted(const std::string& supplied, const Heard& heard) {
  if (!was_taken(heard)) {
    refused("line_item", "The test assignment was not made.", oneroster::Operation::put_line_item,
            heard);
    if (clear_no(heard)) {
      made_.clear();
      return;
    }
    look_for_line_item([this](bool read) {
      if (read && made_.front().id.empty()) {
        made_.clear();
      }
      clean_up();
    });
    return;
  }
  if (const auto id = given_id(heard, supplied); !id.empty()) {
    take_line_item_id(id);
    read_line_item_back();
    return;
  }
  look_for_line_item([this, heard](bool) {
    if (!made_.front().id.empty()) {
      read_line_item_back();
      return;
    }
    checks_.fail("line_item",
                 "The test assignment was taken, but the SIS does not say under which id, and does "
                 "not show it among the assignments of the class.",
                 "Look for it in the SIS by its title, and ask the SIS's vendor.",
                 status_text(heard));
    clean_up();
  });
}

void TestGrade::read_line_item_back() {
  steps_.say(
      "line_item", oneroster::read_request(url_of(made_.front())), [this](const Heard& again) {
        const auto in_sis = object_of(again, kLineItem);
        if (!in_sis) {
          refused("line_item", "The test assignment was taken, but cannot be read back.",
                  oneroster::Operation::get, again);
          clean_up();
          return;
        }
        const auto title = oneroster::line_item_title(profile(), line_item_);
        const auto most = oneroster::record::decimal(*in_sis, "resultValueMax");
        const auto category = oneroster::record::reference(*in_sis, "category");
        std::string differs;
        if (!title || text_of(member(*in_sis, "title")) != *title) {
          differs = "its title";
        } else if (most && *most != *line_item_.facts.points_possible) {
          differs = "its points possible";
        } else if (category != line_item_.category_id && !line_item_.category_id.empty()) {
          differs = "its category";
        }
        if (differs.empty()) {
          checks_.ok("line_item", "An assignment was made, and the SIS shows it as it was sent.");
        } else {
          checks_.warn("line_item",
                       "An assignment was made, but the SIS shows " + differs +
                           " in another way than it was sent.",
                       "Look at it in the SIS: its own rules may change what arrives.");
        }
        find_result();
      });
}

} // namespace passback::exchange
