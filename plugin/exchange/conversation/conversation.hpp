// A conversation with the SIS that a person asked for: what to ask next, what the answer means,
// what to tell at the end. Pure: delivery/worker/job_runner.hpp carries it, tests play the SIS by
// hand, and a recording of one can be played again.
//
// A conversation is a list of steps. Each has a request, perhaps made only when its turn has come,
// and an ear; what an ear adds is said before what was already planned.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/check_list.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/auth/granted_scopes.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/oneroster/reads/paging.hpp"
#include "plugin/oneroster/wire/http.hpp"
#include "plugin/outbox/sis_document_kind.hpp"

namespace passback::exchange {

/// With whom, and as whom.
struct Partner {
  const oneroster::Profile* profile = nullptr; ///< outlives the conversation
  oneroster::Endpoint endpoint;
  oneroster::AuthWay way = oneroster::AuthWay::fixed_token;
  std::string asked_scope; ///< of the token request
};

/// What is to be said next. Without credentials: whoever carries it adds them.
struct Turn {
  std::string step;   ///< "token", "read_classes", ...; names it in recordings
  bool token = false; ///< a token is to be fetched; there is no request then
  std::string scope;  ///< asked for with the token
  oneroster::HttpRequest request;
};

/// What came of it.
struct Heard {
  std::optional<oneroster::HttpAnswer> answer;
  Code code = Code::none; ///< what happened instead of an answer
  std::int64_t now_unix_ms = 0;
};

/// Something learned about the SIS that is worth keeping (outbox::SisDocumentRow).
struct Learned {
  outbox::SisDocumentKind kind = outbox::SisDocumentKind::found;
  std::string key, document;
};

class Conversation {
 public:
  explicit Conversation(Partner partner) : partner_(std::move(partner)) {}
  virtual ~Conversation() = default;
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  /// The next thing to say; nothing = it is over. Gives the same again until hear was called.
  std::optional<Turn> next();
  void hear(const Heard& heard);

  /// What a person is told; complete once next() gives nothing.
  virtual boost::json::object report() const = 0;
  const std::vector<Learned>& learned() const { return learned_; }

 protected:
  using Ask =
      std::function<std::optional<oneroster::HttpRequest>()>; ///< nothing = the step is left out
  using Ear = std::function<void(const Heard&)>;

  void say(std::string step, oneroster::HttpRequest request, Ear ear);
  void say(std::string step, Ask ask, Ear ear);
  /// Reads a whole list, page by page. `then` is told whether that went well, and the last answer.
  using ListEar =
      std::function<void(bool read, const oneroster::PageLoop& list, const Heard& last)>;
  void say_list(const std::string& step, oneroster::PageLoop list, ListEar then);
  /// The token, where the connection uses one; for fewer scopes if the SIS gives none for all. If
  /// there is none the conversation ends, and the check "token" says why; `then` is called with
  /// what was granted.
  void say_hello(std::function<void(const oneroster::Token&)> then = {});
  /// Nothing more is said.
  void end();
  void learn(outbox::SisDocumentKind kind, std::string key, std::string document);

  const oneroster::Profile& profile() const { return *partner_.profile; }
  const Partner& partner() const { return partner_; }
  /// What the token may read, as far as the SIS has said.
  const oneroster::RosterReads& roster_reads() const { return reads_; }
  /// " at https://...", to be told where the secret goes; nothing if that is not known.
  std::string at_token_url() const;
  CheckList checks_;

 private:
  struct Step {
    std::string name;
    std::optional<std::string> scope; ///< of a token
    Ask ask;
    Ear ear;
  };
  void add(Step step);
  void ask_for_token(const std::string& scope, std::function<void(const oneroster::Token&)> then);

  Partner partner_;
  oneroster::RosterReads reads_;
  std::deque<Step> steps_;
  std::optional<Turn> turn_; ///< of the first step
  std::vector<Step> added_;  ///< while an ear listens
  bool listening_ = false;
  bool ended_ = false;
  std::vector<Learned> learned_;
};

} // namespace passback::exchange
