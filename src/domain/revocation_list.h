#pragma once
// Certificates that are revoked together, from a list: a line each, with its own result.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "domain/certificate.h"
#include "domain/text_lines.h"

namespace certhall::domain {

enum class RevocationOutcome {
  waiting,          // its turn has not come
  revoked,          // at least one certificate
  already_revoked,  // all of them before
  not_found,        // no certificate of this serial number, or of this organization
  not_signed,       // recorded and never signed: there is nothing to revoke
};
BOOST_DESCRIBE_ENUM(RevocationOutcome, waiting, revoked, already_revoked, not_found, not_signed)
[[nodiscard]] std::string_view text_of(RevocationOutcome outcome);

struct RevocationLine {
  RevocationListId list_id;
  std::int64_t number = 0;  // 1, 2, … of what is not a comment
  std::string target;       // serial number in lower-case hex, or credit code
  RevocationReason reason = RevocationReason::unspecified;
  RevocationOutcome outcome = RevocationOutcome::waiting;
  std::int64_t certificates = 0;  // that it revoked
};

struct RevocationList {
  RevocationListId id;
  std::string digest;  // SHA-256 of its text, hex: the same list twice is one
  std::string title;   // as its proposer called it
  ChangeId change_id;  // by which two administrators approved it; empty: from the command line
  std::int64_t lines = 0;
  std::int64_t done = 0;
  Timestamp created_at{};
  Timestamp finished_at{};
};

/// Whether a line's target is an organization: all of its certificates, and those of its members.
[[nodiscard]] bool is_credit_code(std::string_view target);
/// A line each: serial number (34 hex digits, colons and blanks forgiven) or credit code, then, if
/// wanted, a comma and the reason ("key_compromise"). Empty lines and those that begin with # do
/// not count.
[[nodiscard]] std::vector<RevocationLine> read_revocation_text(std::string_view text,
                                                               TextProblems& problems);

}  // namespace certhall::domain
