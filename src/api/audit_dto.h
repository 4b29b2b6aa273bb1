#pragma once
// The audit trail, for auditors.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "domain/staff.h"

namespace certhall::api {

struct AuditEntry {
  std::int64_t seq = 0;
  Timestamp at;
  domain::ActorKind actor_kind = domain::ActorKind::system;
  std::string actor;    // staff login, account id, or the job's name
  std::string act;      // "application.approve"
  std::string subject;  // "application/<id>"
  std::string detail;   // JSON text, no personal data
};
BOOST_DESCRIBE_STRUCT(AuditEntry, (), (seq, at, actor_kind, actor, act, subject, detail))

struct AuditPage {
  std::vector<AuditEntry> entries;          // newest first, at most 100
  std::optional<std::int64_t> next_before;  // ask again with before=…
  bool chain_intact = true;                 // of the entries shown
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (entries, next_before, chain_intact))

/// Who looked at personal data in full in the last thirty days.
struct Looker {
  std::string login;
  std::string name;
  std::int64_t looks = 0;
  std::int64_t idle = 0;     // on applications that he then did nothing about
  std::int64_t refused = 0;  // beyond the hourly limit
};
BOOST_DESCRIBE_STRUCT(Looker, (), (login, name, looks, idle, refused))

struct LookerList {
  std::vector<Looker> lookers;  // whoever looked most first
};
BOOST_DESCRIBE_STRUCT(LookerList, (), (lookers))

}  // namespace certhall::api
