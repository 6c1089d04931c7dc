// A conversation with the SIS that a person asked for: what to ask next, what the answer means,
// what to tell at the end. Pure: delivery/worker/job_runner.hpp carries it, tests play the SIS by
// hand, and a recording of one can be played again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include "plugin/exchange/conversation/check_list.hpp"
#include "plugin/exchange/conversation/conversation_steps.hpp"
#include "plugin/oneroster/auth/auth.hpp"
#include "plugin/oneroster/auth/granted_scopes.hpp"
#include "plugin/oneroster/profile/profile.hpp"
#include "plugin/outbox/sis_document_kind.hpp"

namespace passback::exchange {

/// With whom, and as whom.
struct Partner {
  const oneroster::Profile* profile = nullptr; ///< outlives the conversation
  oneroster::Endpoint endpoint;
  oneroster::AuthWay way = oneroster::AuthWay::fixed_token;
  std::string asked_scope; ///< of the token request
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

  /// The next thing to ask; nothing = it is over. The same again until its response was taken.
  std::optional<NextStep> next() { return steps_.next(); }
  void take_response(const Response& response) { steps_.take_response(response); }

  /// What a person is told; complete once next() gives nothing.
  virtual boost::json::object report() const = 0;
  /// The same as a job keeps it, to be read in any language later (CheckList::to_kept_json).
  boost::json::object kept_report() const;
  const std::vector<Learned>& learned() const { return learned_; }

 protected:
  /// The token, where the connection uses one; for fewer scopes if the SIS gives none for all. If
  /// there is none the conversation ends, and the check "token" says why; `then` is called with
  /// what was granted.
  void sign_in(std::function<void(const oneroster::Token&)> then = {});
  void learn(outbox::SisDocumentKind kind, std::string key, std::string document);

  const oneroster::Profile& profile() const { return *partner_.profile; }
  const Partner& partner() const { return partner_; }
  /// What the token may read, as far as the SIS has told.
  const oneroster::RosterReads& roster_reads() const { return reads_; }
  /// The text `key`, or where it is known to which address the secret goes, `key`_at, which says
  /// it.
  Phrase with_token_url(std::string_view key, std::vector<texts::Param> params = {}) const;
  ConversationSteps steps_;
  CheckList checks_;

 private:
  void ask_for_token(const std::string& scope, std::function<void(const oneroster::Token&)> then);

  Partner partner_;
  oneroster::RosterReads reads_;
  std::vector<Learned> learned_;
};

} // namespace passback::exchange
