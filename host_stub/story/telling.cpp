#include "host_stub/story/telling.hpp"

#include <memory>

#include <boost/json/serialize.hpp>

#include "host_stub/story/scene.hpp"
#include "host_stub/story/step_failure.hpp"
#include "host_stub/support/json_text.hpp"
#include "host_stub/support/stop_command.hpp"

namespace host_stub::story {
namespace {

constexpr std::size_t kLongest = 6000;

// A log or a status may be long; its end says most.
std::string indented(const std::string& text) {
  const auto begin = text.size() > kLongest ? text.find('\n', text.size() - kLongest) : 0;
  std::string lines = begin == 0 ? "    " : "    …";
  for (const char c : text.substr(begin == std::string::npos ? 0 : begin)) {
    lines += c;
    lines += c == '\n' ? "    " : "";
  }
  return lines.substr(0, lines.find_last_not_of(" \n") + 1) + "\n";
}

std::string place_of(const Story& story, const Step& step) {
  return "  " + story.file.string() + ", line " + std::to_string(step.line) + ": " + step.verb +
         (step.members.empty() ? "" : " " + boost::json::serialize(step.members)) + "\n";
}

std::string failure_text(const Story& story, const std::string& version, const Step* step,
                         const Scene* scene, const StepFailure& failure,
                         const std::filesystem::path& folder) {
  std::string text = "FAILED  " + story.title + " (OneRoster " + version + ")\n";
  text +=
      step == nullptr ? "  " + story.file.string() + ": what is given\n" : place_of(story, *step);
  text += "  Expected:\n" + indented(failure.expected) + "  There is:\n" + indented(failure.there);
  text += "  Everything is kept in " + folder.string() + ": the LMS, its log, and what each SIS " +
          "has and was asked.\n";
  const auto next = !failure.next.empty() ? failure.next
                    : scene != nullptr    ? "host_stub status --data " + scene->lms().string()
                                          : "host_stub run " + story.file.string();
  return text + "  Next: " + next + "\n";
}

// What a person wants to look at when the SIS is gone.
void keep_what_the_sis_has(Scene& scene, const Story& story) {
  try {
    auto& sis = scene.sis();
    for (const auto* what : {"records", "requests"}) {
      scene.write(std::string("sis-1/") + what + ".json",
                  to_json_text(sis.client().get(std::string("/_sis/") + what)) + "\n");
    }
  } catch (const std::exception& error) {
    scene.write("sis-1/records.json",
                "The SIS of " + story.title + " did not answer: " + error.what());
  }
}

} // namespace

Told tell(const Story& story, const std::string& version, const std::filesystem::path& folder,
          const std::filesystem::path& manifest, const Vocabulary& vocabulary) {
  std::unique_ptr<Scene> scene;
  const Step* at = nullptr;
  const auto failed = [&](const StepFailure& failure) {
    if (scene != nullptr) {
      keep_what_the_sis_has(*scene, story);
    }
    return Told{false, failure_text(story, version, at, scene.get(), failure, folder)};
  };
  try {
    scene = std::make_unique<Scene>(story, version, folder, manifest);
    for (const auto& step : story.steps) {
      at = &step;
      vocabulary.find(step.verb)->perform(*scene, Members(step.members));
    }
    return {true, {}};
  } catch (const StepFailure& failure) {
    return failed(failure);
  } catch (const StopCommand& stop) {
    return failed({"it can be done", stop.failure().message + " " + stop.failure().next_step});
  } catch (const std::exception& error) {
    return failed({"it can be done", error.what()});
  }
}

} // namespace host_stub::story
