#pragma once
// Administration by two: what administrators keep, and the changes that they propose and approve.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "domain/change.h"
#include "domain/staff.h"
#include "domain/text_lines.h"

namespace certhall::api {

struct AdministeredEntry {
  std::string target;
  std::string title;
  std::string text;  // as it is in force
};
BOOST_DESCRIBE_STRUCT(AdministeredEntry, (), (target, title, text))

struct AdministeredList {
  domain::ChangeSubject subject = domain::ChangeSubject::price_list;
  std::vector<AdministeredEntry> entries;
};
BOOST_DESCRIBE_STRUCT(AdministeredList, (), (subject, entries))

struct ChangeCheckRequest {
  domain::ChangeSubject subject = domain::ChangeSubject::price_list;
  std::string target;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ChangeCheckRequest, (), (subject, target, text))

struct ChangeCheck {
  std::vector<domain::TextProblem> problems;
};
BOOST_DESCRIBE_STRUCT(ChangeCheck, (), (problems))

/// Refused with a field "line N" for each thing that is wrong with the text.
struct ChangeProposal {
  domain::ChangeSubject subject = domain::ChangeSubject::price_list;
  std::string target;
  std::string text;
  std::optional<Timestamp> effective_at;  // absent: as soon as it is approved
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ChangeProposal, (), (subject, target, text, effective_at, reason))

struct ChangeEdit {
  std::int64_t revision = 0;
  std::string text;
  std::optional<Timestamp> effective_at;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ChangeEdit, (), (revision, text, effective_at, reason))

struct ChangeRejection {
  std::int64_t revision = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ChangeRejection, (), (revision, reason))

enum class ChangeAction { edit, approve, reject, withdraw, take_share };
BOOST_DESCRIBE_ENUM(ChangeAction, edit, approve, reject, withdraw, take_share)

struct ChangeSummary {
  ChangeId id;
  domain::ChangeSubject subject = domain::ChangeSubject::price_list;
  std::string subject_text;
  std::string target;
  std::string title;
  domain::ChangeStatus status = domain::ChangeStatus::proposed;
  std::string status_text;
  std::int64_t version = 1;
  std::string reason;
  std::optional<Timestamp> effective_at;
  std::string proposer;
  Timestamp proposed_at;
  std::optional<std::string> decider;
  std::optional<Timestamp> decided_at;
  std::optional<std::string> decision_reason;
  std::optional<Timestamp> in_force_at;
  std::vector<std::string> waits_for;  // who may approve it now
  std::vector<ChangeAction> actions;
};
BOOST_DESCRIBE_STRUCT(ChangeSummary, (),
                      (id, subject, subject_text, target, title, status, status_text, version,
                       reason, effective_at, proposer, proposed_at, decider, decided_at,
                       decision_reason, in_force_at, waits_for, actions))

struct ChangeView {
  ChangeSummary summary;
  std::int64_t revision = 0;
  std::string before;  // empty: there was nothing
  std::string after;
  std::vector<domain::TextProblem> problems;  // of an open change: what is wrong with it by now
  std::optional<std::string> blocked;         // why this administrator cannot approve it
};
BOOST_DESCRIBE_STRUCT(ChangeView, (), (summary, revision, before, after, problems, blocked))

struct ChangeList {
  std::vector<ChangeSummary> changes;
  std::optional<std::string> next_before;  // ask again with before=…
};
BOOST_DESCRIBE_STRUCT(ChangeList, (), (changes, next_before))

/// Half of a one-time password, shown once to each of the two administrators.
struct OneTimeShareView {
  std::string login;
  std::string share;
  bool first = true;
};
BOOST_DESCRIBE_STRUCT(OneTimeShareView, (), (login, share, first))

struct StaffEntry {
  std::string login;
  std::string name;
  std::vector<domain::Role> roles;
  bool enabled = true;
  bool must_enrol = false;  // has not signed in yet
  std::optional<Timestamp> locked_until;
};
BOOST_DESCRIBE_STRUCT(StaffEntry, (), (login, name, roles, enabled, must_enrol, locked_until))

struct StaffList {
  std::vector<StaffEntry> staff;
};
BOOST_DESCRIBE_STRUCT(StaffList, (), (staff))

}  // namespace certhall::api
