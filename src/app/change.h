#pragma once
// Administration by two: one administrator proposes a text, another one approves it, and it comes
// into force at its time. Every step is in the audit chain with digests of before and after.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "base/secret.h"
#include "domain/change_workflow.h"
#include "domain/text_lines.h"

namespace certhall::app {

struct Proposal {
  domain::ChangeSubject subject = domain::ChangeSubject::price_list;
  std::string target;
  std::string text;
  Timestamp effective_at{};  // 0: as soon as it is approved
  std::string reason;
};

/// A change as this administrator (or an auditor) sees it.
struct ChangeCase {
  domain::Change change;
  std::string title;                   // what it changes, in words
  std::string proposer;                // name and login
  std::string decider;                 // empty: nobody has decided yet
  domain::TextProblems problems;       // of an open change: what is wrong with it by now
  bool still_fits = true;              // what is in force is what the proposer saw
  std::vector<std::string> waits_for;  // those who may approve it now
  domain::EnumSet<domain::ChangeEvent> events;
  std::string blocked;       // why this administrator cannot approve it; empty: he can
  bool share_waits = false;  // half a one-time password waits for this administrator
};

/// What would be refused, without proposing it.
[[nodiscard]] domain::TextProblems check_proposal(const Hall& hall, domain::ChangeSubject subject,
                                                  std::string_view target, std::string_view text);
/// `invalid` with a field "line N" for each thing that is wrong; `duplicate` while another change
/// of the same thing is open.
[[nodiscard]] Result<ChangeCase> propose_change(const Hall& hall, const domain::Actor& by,
                                                const Proposal& proposal);
/// Its subject and target stay. An approval that was given is void.
[[nodiscard]] Result<ChangeCase> edit_change(const Hall& hall, const domain::Actor& by,
                                             const ChangeId& id, std::int64_t revision,
                                             const Proposal& proposal);
/// Comes into force at once where no time is set.
[[nodiscard]] Result<ChangeCase> approve_change(const Hall& hall, const domain::Actor& by,
                                                const ChangeId& id, std::int64_t revision);
[[nodiscard]] Result<ChangeCase> reject_change(const Hall& hall, const domain::Actor& by,
                                               const ChangeId& id, std::int64_t revision,
                                               std::string_view reason);
[[nodiscard]] Result<ChangeCase> withdraw_change(const Hall& hall, const domain::Actor& by,
                                                 const ChangeId& id, std::int64_t revision);

[[nodiscard]] Result<ChangeCase> view_change(const Hall& hall, const domain::Actor& by,
                                             const ChangeId& id);
struct ChangeFilter {
  bool open = false;   // only what is proposed or approved, oldest first, all of it
  std::string before;  // newest first, ids below this one
  std::optional<domain::ChangeSubject> subject;
  std::string target;  // counts with a subject only
};
[[nodiscard]] std::vector<ChangeCase> list_changes(const Hall& hall, const domain::Actor& by,
                                                   const ChangeFilter& filter, std::int64_t limit);

/// The job: puts in force what is due; what no longer fits lapses.
[[nodiscard]] Status put_due_changes_in_force(const Hall& hall);

struct Share {
  std::string login;
  std::string share;
  bool first = true;  // half of the password; the other half is with the other administrator
};
/// Shows it once.
[[nodiscard]] Result<Share> take_share(const Hall& hall, const domain::Actor& by,
                                       const ChangeId& id);

}  // namespace certhall::app
