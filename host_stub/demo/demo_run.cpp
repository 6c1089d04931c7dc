#include "host_stub/demo/demo_run.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "host_stub/demo/comparison.hpp"
#include "host_stub/gradebook/gradebook.hpp"
#include "host_stub/sample/sample_roster.hpp"

namespace host_stub::demo {
namespace {

using namespace std::chrono_literals;

// The district speaks OneRoster 1.2 with OAuth 2; one of its schools has an SIS connection of its
// own, 1.1 with signed requests.
constexpr const char* kDistrictSettings = R"(allow_grades: true
send_automatically: true
connection:
  sis_name: Lakeside SIS
  profile: generic-1.2
  version: "1.2"
  base_url: SIS_URL
  token_url: SIS_URL/oauth/token
  api_key: lms
  api_secret: lms-secret
)";
constexpr const char* kSchoolSettings = R"(connection:
  sis_name: Harbor SIS
  profile: generic-1.1
  version: "1.1"
  base_url: SIS_URL
  api_key: lms
  api_secret: lms-secret
)";

struct SampleActivity {
  const char* id;
  const char* class_id;
  const char* title;
  const char* points;
  const char* category;
  const char* due;
};
constexpr SampleActivity kActivities[] = {
    {"alg-hw1", "c-4011", "Linear equations", "20", "cat-hw", "2026-09-18"},
    {"alg-test1", "c-4011", "Chapter 1 test", "100", "cat-test", "2026-09-25"},
    {"bio-quiz1", "c-4012", "Cells quiz", "25", "cat-quiz", "2026-09-22"},
    {"bio-lab1", "c-4012", "Microscope lab", "50", "cat-hw", "2026-10-02"},
    {"ela-essay1", "c-4021", "Personal essay", "100", "cat-essay", "2026-09-30"},
    {"ela-quiz1", "c-4021", "Vocabulary quiz", "10", "cat-quiz", "2026-09-15"},
};

constexpr const char* kScores = R"(class,activity,student,points,status
c-4011,alg-hw1,u-1001,18,submitted
c-4011,alg-hw1,u-1002,20,submitted
c-4011,alg-hw1,u-1003,15.5,"submitted,late"
c-4011,alg-hw1,u-1004,0,missing
c-4011,alg-hw1,u-1005,,exempt
c-4011,alg-test1,u-1001,87.25,submitted
c-4011,alg-test1,u-1002,93,submitted
c-4011,alg-test1,u-1003,78,submitted
c-4011,alg-test1,u-1004,64.5,submitted
c-4011,alg-test1,u-1005,100,submitted
c-4012,bio-quiz1,u-1005,22,submitted
c-4012,bio-quiz1,u-1006,19,submitted
c-4012,bio-quiz1,u-1007,25,submitted
c-4012,bio-quiz1,u-1008,17.75,submitted
c-4012,bio-lab1,u-1005,45,submitted
c-4012,bio-lab1,u-1006,41,"submitted,late"
c-4012,bio-lab1,u-1007,50,submitted
c-4012,bio-lab1,u-1008,38,submitted
c-4021,ela-essay1,u-1009,91,submitted
c-4021,ela-essay1,u-1010,84.5,submitted
c-4021,ela-essay1,u-1011,77,submitted
c-4021,ela-essay1,u-1012,95,submitted
c-4021,ela-quiz1,u-1009,9,submitted
c-4021,ela-quiz1,u-1010,10,submitted
c-4021,ela-quiz1,u-1011,7.5,submitted
c-4021,ela-quiz1,u-1012,8.25,"submitted,late"
)";

// Each result is stored at once, but answered late: so there is a middle to kill in, and what was
// not answered is in doubt.
constexpr const char* kSlowSis =
    R"({"rules": [{"name": "slow", "method": "PUT", "path": "/results/", "action": {"delay_after_store_ms": 1500}}]})";

std::string with_url(std::string text, const std::string& url) {
  constexpr std::string_view kMark = "SIS_URL";
  for (auto at = text.find(kMark); at != std::string::npos; at = text.find(kMark)) {
    text.replace(at, kMark.size(), url);
  }
  return text;
}

std::size_t stored_results(SisClient& sis) {
  return sis.get("/_sis/records").at("results").as_array().size();
}

} // namespace

DemoRun::DemoRun(std::filesystem::path folder, std::filesystem::path manifest, std::ostream& out)
    : folder_(std::move(folder)), manifest_(std::move(manifest)), out_(out) {}

bool DemoRun::run() {
  import_roster();
  start_sis();
  configure();
  make_activities();
  score_everybody();
  deliver_and_kill_in_the_middle();
  deliver_the_rest();
  return compare_records();
}

void DemoRun::say(const std::string& line) {
  out_ << ++step_ << ". " << line << std::endl;
}

std::vector<std::string> DemoRun::host_arguments(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--data", (folder_ / "host").string()});
  if (!manifest_.empty()) {
    arguments.insert(arguments.end(), {"--manifest", manifest_.string()});
  }
  return arguments;
}

void DemoRun::host(const std::vector<std::string>& arguments) {
  ChildProcess child(host_arguments(arguments));
  auto output = child.read_all();
  auto exit_code = child.wait();
  // A score that the plugin did not take is saved all the same, which is right for a teacher and
  // wrong for this demo.
  if (exit_code != 0 || output.find("Warning:") != std::string::npos) {
    throw std::runtime_error("host_stub " + arguments.front() + " ended with " +
                             std::to_string(exit_code) + " and said:\n" + output);
  }
}

std::filesystem::path DemoRun::write_file(const std::string& name, const std::string& text) {
  auto path = folder_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

void DemoRun::import_roster() {
  for (const auto& [name, text] : kSampleRoster) {
    write_file("roster/" + std::string(name), std::string(text));
  }
  say("Importing a OneRoster roster: 1 district, 2 schools, 3 classes, 12 students.");
  host({"import", (folder_ / "roster").string()});
}

void DemoRun::start_sis() {
  sis_process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"sis", "--port", "0", "--roster", (folder_ / "roster").string()});
  std::string line = sis_process_->read_line();
  auto url = line.find("http://");
  if (url == std::string::npos) {
    throw std::runtime_error("The SIS did not start. It said: " + line);
  }
  sis_ = std::make_unique<SisClient>(line.substr(url));
  say("Started a strict SIS in a process of its own: " + sis_->url() + " (OneRoster 1.1 and 1.2).");
}

void DemoRun::configure() {
  say("Saving the SIS settings: the district by OneRoster 1.2 and OAuth 2, Harbor Middle School by "
      "OneRoster 1.1 and OAuth 1.0a.");
  auto district = write_file("district.yaml", with_url(kDistrictSettings, sis_->url()));
  auto school = write_file("school.yaml", with_url(kSchoolSettings, sis_->url()));
  host({"configure", "--domain", "d-9100", "--user", "u-2001", "--set", district.string()});
  host({"configure", "--domain", "s-9102", "--user", "u-2002", "--set", school.string()});
}

void DemoRun::make_activities() {
  say("Making " + std::to_string(std::size(kActivities)) + " activities.");
  for (const SampleActivity& activity : kActivities) {
    host({"activity", "--class", activity.class_id, "--activity", activity.id, "--title",
          activity.title, "--points", activity.points, "--category", activity.category, "--period",
          "q-2027-1", "--assigned", "2026-09-01", "--due", activity.due});
  }
}

void DemoRun::score_everybody() {
  say("Saving 26 scores, some with decimals, one exempt; then one of them again. Each save is a "
      "process that ends at once.");
  host({"score", "--from", write_file("scores.csv", kScores).string()});
  host({"score", "--class", "c-4011", "--activity", "alg-hw1", "--student", "u-1001", "--points",
        "19.5", "--status", "submitted"});
}

void DemoRun::deliver_and_kill_in_the_middle() {
  sis_->post("/_sis/faults", kSlowSis);
  ChildProcess child(host_arguments({"deliver", "--until-empty"}));
  auto give_up = std::chrono::steady_clock::now() + 60s;
  while (stored_results(*sis_) == 0) {
    if (!child.running()) {
      throw std::runtime_error(
          "The delivering process ended before the SIS had seen a result. It said:\n" +
          child.read_all());
    }
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("The SIS has not seen a single result for a minute.");
    }
    std::this_thread::sleep_for(20ms);
  }
  child.kill_at_once();
  child.wait();
  say("Delivering, with an SIS that answers slowly; killed the delivering process (SIGKILL) when "
      "the SIS had " +
      std::to_string(stored_results(*sis_)) + " of 26 results.");
  sis_->remove("/_sis/faults");
}

void DemoRun::deliver_the_rest() {
  host({"score", "--class", "c-4011", "--activity", "alg-test1", "--student", "u-1002", "--points",
        "94.75", "--status", "submitted"});
  say("Changed one more score, and started a new delivering process.");
  host({"deliver", "--until-empty", "--timeout", "90"});
}

bool DemoRun::compare_records() {
  say("Comparing every record in the LMS with the SIS:");
  gradebook::Gradebook book(folder_ / "host");
  auto comparison = compare(book, sis_->get("/_sis/records"));
  out_ << "\n" << comparison.table << "\n";
  if (comparison.different == 0) {
    out_ << "All " << comparison.records
         << " records are equal. Nothing was lost by the kill, nothing is there twice.\n";
  } else {
    out_ << comparison.different << " of " << comparison.records << " records differ.\n";
  }
  return comparison.different == 0;
}

} // namespace host_stub::demo
