// Every struct that crosses the boundary, at every size that its writer may have compiled: nothing
// is read or written beyond it, and never half a member.
#include <array>

#include "tests/contract/module/module_fixture.hpp"
#include "tests/contract/module/raw_host.hpp"

namespace passback::contract {
namespace {

class StructSizes : public ModuleTest {
 protected:
  StructSizes() {
    services_.register_item = [](const lms_menu_item&) {};
    services_.register_callbacks = [](const lms_callbacks&) {};
    services_.permission_check = [](const lms_action_context&, std::string_view) { return true; };
    services_.gradebook_read = [](std::string_view, lms_plugin::Reply reply) {
      reply.fail(LMS_E_UNSUPPORTED, "");
    };
    services_.domain_path = [](std::string_view id, lms_plugin::Reply reply) {
      reply.ok("[\"" + std::string(id) + "\"]");
    };
    services_.domain_list = [](std::string_view, lms_plugin::Reply reply) { reply.ok("[]"); };
    services_.secret_put = [](std::string_view, std::string_view, lms_plugin::Reply reply) {
      reply.ok();
    };
    services_.notify = [](const lms_notice&) {};
  }

  /// create, on a table that says so of itself.
  lms_status create(const lms_host* host, lms_instance& out, const std::string& config) {
    return module_table().create(host, config.data(), config.size(), &out, nullptr);
  }
  lms_status create_with(const lms_host_info* info) {
    const lms_plugin::Host whole(identity_, services_);
    lms_host host = whole.table();
    host.info = info;
    lms_instance instance = 0;
    const lms_status status = create(&host, instance, config());
    module_table().destroy(instance);
    return status;
  }

  /// Calls `call(T*)` with `whole` cut or stretched to every size. Smaller than `smallest`, which
  /// is what 1.0 had: `small` and no act.
  template <class T, class Call>
  void at_every_size(const char* name, const T& whole, lms_status small, Call&& call,
                     std::size_t smallest = sizeof(T)) {
    for (std::size_t size = sizeof(std::uint32_t); size <= sizeof(T) + 8; ++size) {
      AtTheEdge cut(whole, size);
      const lms_status status = call(cut.template as<T>());
      if (size < smallest) {
        EXPECT_EQ(status, small) << name << " of " << size << " bytes";
      } else {
        EXPECT_NE(status, LMS_E_STRUCT_SIZE) << name << " of " << size << " bytes";
      }
    }
  }
};

TEST_F(StructSizes, AHostMayEndItsTableAnywhere) {
  constexpr std::size_t kTierZero = offsetof(lms_host, secret_get) + sizeof(lms_host::secret_get);
  const lms_plugin::Host whole(identity_, services_);
  // Loaded once, for all children: a module that is instrumented takes its time.
  const lms_plugin_api& api = module_table();
  for (std::size_t size = sizeof(std::uint32_t); size <= sizeof(lms_host) + 8; ++size) {
    const std::string problem = in_child(60, [&]() -> std::string {
      AtTheEdge cut(whole.table(), size);
      lms_instance instance = 0;
      const lms_status created = create(cut.as<lms_host>(), instance, config());
      if (size < kTierZero) {
        return created == LMS_E_STRUCT_SIZE ? "" : "create: " + std::to_string(created);
      }
      if (created != LMS_OK) return "create: " + std::to_string(created);
      // Once for each member, where the table ends in its middle: opening the outbox takes its
      // time, and the sizes around it are a table that create has read the same way.
      if (size % 8 == 4) {
        const lms_score_event event = score("ana", 80);
        if (api.start(instance, nullptr) != LMS_OK ||
            api.on_score(instance, &event, 5000, nullptr, nullptr) != LMS_OK ||
            api.pump(instance, 50, nullptr, nullptr) != LMS_OK) {
          return "start, on_score or pump";
        }
      }
      api.destroy(instance);
      return "";
    });
    EXPECT_EQ(problem, "") << "with a table of " << size << " bytes";
  }
}

TEST_F(StructSizes, EventsAreTakenWholeOrNotAtAll) {
  open();
  const lms_plugin_api& api = module_table();
  const lms_instance self = plugin_.handle();
  constexpr std::size_t kFirstScore = offsetof(lms_score_event, reason);
  at_every_size(
      "lms_score_event", score("ana", 80), LMS_E_STRUCT_SIZE,
      [&](const auto* event) { return api.on_score(self, event, 5000, nullptr, nullptr); },
      kFirstScore);
  at_every_size(
      "lms_score_event in a batch", score("ana", 80), LMS_E_STRUCT_SIZE,
      [&](const auto* event) {
        lms_batch_outcome out{};
        out.struct_size = sizeof out;
        return api.on_scores(self, event, 1, 0, 5000, &out, nullptr);
      },
      kFirstScore);
  at_every_size(
      "lms_activity_event", activity(), LMS_E_STRUCT_SIZE,
      [&](const auto* event) { return api.on_activity(self, event, 5000, nullptr, nullptr); },
      offsetof(lms_activity_event, reason));
  lms_class_event a_class{};
  a_class.class_id = lms_plugin::to_str("algebra-1");
  at_every_size(
      "lms_class_event", a_class, LMS_E_STRUCT_SIZE,
      [&](const auto* event) { return api.on_class(self, event, 5000, nullptr, nullptr); },
      offsetof(lms_class_event, copied_from));
  lms_enrolment_event enrolment{};
  enrolment.role = LMS_ROLE_STUDENT;
  enrolment.class_id = lms_plugin::to_str("algebra-1");
  enrolment.user_id = lms_plugin::to_str("ana");
  at_every_size("lms_enrolment_event", enrolment, LMS_E_STRUCT_SIZE, [&](const auto* event) {
    return api.on_enrolment(self, event, 5000, nullptr, nullptr);
  });
  lms_domain_event domain{};
  domain.domain_id = lms_plugin::to_str("root");
  at_every_size("lms_domain_event", domain, LMS_E_STRUCT_SIZE, [&](const auto* event) {
    return api.on_domain(self, event, 5000, nullptr, nullptr);
  });
}

TEST_F(StructSizes, ABatchOfAHostOf1_0IsSteppedThroughByItsOwnStride) {
  open();
  const lms_plugin_api& api = module_table();
  constexpr std::size_t kFirst = offsetof(lms_score_event, reason);
  const std::array<const char*, 3> students = {"ana", "ben", "cleo"};
  std::array<char, 3 * kFirst> memory{};
  for (std::size_t i = 0; i < students.size(); ++i) {
    lms_score_event event = score(students[i], 80);
    event.struct_size = kFirst;
    std::memcpy(memory.data() + i * kFirst, &event, kFirst);
  }
  for (const std::uint64_t stride : {std::uint64_t{kFirst}, std::uint64_t{0}}) {
    AtTheEdge events(memory, memory.size());
    // The first four bytes of what lies at the edge are its own size; here they are an event's.
    std::memcpy(events.as<char>(), memory.data(), sizeof(std::uint32_t));
    lms_batch_outcome out{};
    out.struct_size = sizeof out;
    EXPECT_EQ(api.on_scores(plugin_.handle(), events.as<lms_score_event>(), students.size(), stride,
                            5000, &out, nullptr),
              LMS_OK)
        << stride;
    EXPECT_EQ(out.committed, students.size()) << stride;
  }
}

TEST_F(StructSizes, NothingIsWrittenIntoAStructThatIsTooSmall) {
  open();
  const lms_plugin_api& api = module_table();
  const lms_instance self = plugin_.handle();
  const lms_score_event event = score("ana", 80);
  at_every_size("lms_outcome", lms_outcome{}, LMS_E_STRUCT_SIZE, [&](auto* out) {
    return api.on_score(self, &event, 5000, out, nullptr);
  });
  at_every_size("lms_outcome of a batch", lms_outcome{}, LMS_E_STRUCT_SIZE, [&](auto* outcome) {
    lms_batch_outcome out{};
    out.struct_size = sizeof out;
    out.outcomes = outcome;
    out.outcomes_size = 1;
    return api.on_scores(self, &event, 1, 0, 5000, &out, nullptr);
  });
  at_every_size("lms_batch_outcome", lms_batch_outcome{}, LMS_E_STRUCT_SIZE, [&](auto* out) {
    return api.on_scores(self, &event, 1, 0, 5000, out, nullptr);
  });
  at_every_size("lms_pump_result", lms_pump_result{}, LMS_E_STRUCT_SIZE, [&](auto* out) {
    return api.pump(self, 10, out, nullptr);
  });
  const lms_action_context who = admin();
  const std::string_view item = LMS_ITEM_SIS_SETTINGS;
  at_every_size("lms_item_state", lms_item_state{}, LMS_E_STRUCT_SIZE, [&](auto* out) {
    return api.item_state(self, item.data(), item.size(), &who, out, nullptr);
  });
  lms_item_state state{};
  state.struct_size = sizeof state;
  at_every_size("lms_action_context", who, LMS_E_STRUCT_SIZE, [&](const auto* asker) {
    return api.item_state(self, item.data(), item.size(), asker, &state, nullptr);
  });
  lms_sink sink{};
  sink.write = [](void*, const char*, std::uint64_t) {};
  at_every_size("lms_sink", sink, LMS_E_STRUCT_SIZE, [&](const auto* output) {
    return api.status(self, nullptr, 0, output, nullptr);
  });
  // An error that is too small is not filled, and hides nothing: the status is the answer.
  at_every_size("lms_error", lms_error{}, LMS_E_ARGUMENT, [&](auto* err) {
    return api.on_score(self, nullptr, 5000, nullptr, err);
  });
}

TEST_F(StructSizes, AnArrayWhoseStepNoCompilerMakesIsRefused) {
  open();
  const lms_plugin_api& api = module_table();
  std::array<char, 4 * sizeof(lms_score_event)> memory{};
  for (const std::uint64_t stride : {sizeof(lms_score_event) + 1, sizeof(lms_score_event) + 4,
                                     std::size_t{1} << 62, ~std::size_t{7}}) {
    auto* events = reinterpret_cast<lms_score_event*>(memory.data());
    *events = score("ana", 80);
    lms_batch_outcome out{};
    out.struct_size = sizeof out;
    const lms_status status =
        api.on_scores(plugin_.handle(), events, 2, stride, 5000, &out, nullptr);
    EXPECT_TRUE(status == LMS_E_STRUCT_SIZE || status == LMS_E_RANGE)
        << status << " with a stride of " << stride;
    EXPECT_EQ(out.committed, 0U) << stride;
  }
}

TEST_F(StructSizes, WhoTheHostIsIsReadAtItsOwnSize) {
  lms_host_info whole{};
  whole.site_id = lms_plugin::to_str("site-1");
  at_every_size("lms_host_info", whole, LMS_E_STRUCT_SIZE,
                [&](const lms_host_info* info) { return create_with(info); });
}

TEST_F(StructSizes, WhoTheHostIsIsCheckedLikeEverythingElse) {
  lms_host_info info{};
  info.struct_size = sizeof info;
  const auto with = [&](lms_str lms_host_info::* member, lms_str text) {
    lms_host_info changed = info;
    changed.*member = text;
    return create_with(&changed);
  };
  const std::string long_text(100'000, 'x');
  for (const auto member : {&lms_host_info::name, &lms_host_info::version, &lms_host_info::site_id,
                            &lms_host_info::site_url}) {
    EXPECT_EQ(with(member, {"\xC3\x28", 2}), LMS_E_UTF8);
    EXPECT_EQ(with(member, {nullptr, 7}), LMS_E_ARGUMENT);
    EXPECT_EQ(with(member, lms_plugin::to_str(long_text)), LMS_E_RANGE);
    EXPECT_EQ(with(member, lms_plugin::to_str("Ñandú")), LMS_OK);
  }
  EXPECT_EQ(with(&lms_host_info::site_id, lms_plugin::to_str("site\n1")), LMS_E_UTF8);
}

TEST_F(StructSizes, AHostThatDoesNotSayWhichSiteItIsHearsWhatThatCosts) {
  identity_.site_id.clear();
  open();
  EXPECT_NE(std::find(log_events_.begin(), log_events_.end(), "host.site_id"), log_events_.end());
}

} // namespace
} // namespace passback::contract
