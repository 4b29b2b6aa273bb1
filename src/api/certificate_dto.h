#pragma once
// Certificates as administrators revoke, suspend and release them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"
#include "domain/certificate.h"
#include "domain/revocation_list.h"

namespace certhall::api {

enum class CertificateAction { suspend, release, revoke };
BOOST_DESCRIBE_ENUM(CertificateAction, suspend, release, revoke)

struct ConsoleCertificate {
  std::string serial;
  domain::CertificateUsage usage = domain::CertificateUsage::signing;
  domain::CertificateStatus status = domain::CertificateStatus::issued;
  std::string status_text;
  std::string subject;  // persons masked
  std::string issuer;
  std::string token_serial;
  std::string public_key_digest;  // SHA-256 of the SubjectPublicKeyInfo, hex
  Timestamp not_before;
  Timestamp not_after;
  std::optional<Timestamp> revoked_at;  // or suspended
  std::optional<std::string> reason_text;
  std::vector<CertificateAction> actions;
};
BOOST_DESCRIBE_STRUCT(ConsoleCertificate, (),
                      (serial, usage, status, status_text, subject, issuer, token_serial,
                       public_key_digest, not_before, not_after, revoked_at, reason_text, actions))

/// All of one application that were ever signed, newest first.
struct ConsoleCertificates {
  ApplicationId application_id;
  std::string application_number;
  std::vector<ConsoleCertificate> certificates;
};
BOOST_DESCRIBE_STRUCT(ConsoleCertificates, (), (application_id, application_number, certificates))

struct CertificateOrder {
  CertificateAction action = CertificateAction::suspend;
  std::optional<domain::RevocationReason> reason;  // of a revocation
  bool confirmed = false;                          // a revocation is for good
  bool with_pair = true;  // the others of the application that are in force as well
  std::string note;       // number of the letter or request; at most 100 characters, no names
};
BOOST_DESCRIBE_STRUCT(CertificateOrder, (), (action, reason, confirmed, with_pair, note))

struct RevocationListSummary {
  RevocationListId id;
  std::string title;
  std::optional<ChangeId> change_id;  // by which it was approved; absent: from the command line
  std::int64_t lines = 0;
  std::int64_t done = 0;
  Timestamp created_at;
  std::optional<Timestamp> finished_at;
};
BOOST_DESCRIBE_STRUCT(RevocationListSummary, (),
                      (id, title, change_id, lines, done, created_at, finished_at))

struct RevocationLists {
  std::vector<RevocationListSummary> lists;
};
BOOST_DESCRIBE_STRUCT(RevocationLists, (), (lists))

struct RevocationLineView {
  std::int64_t number = 0;
  std::string target;
  std::string reason_text;
  domain::RevocationOutcome outcome = domain::RevocationOutcome::waiting;
  std::string outcome_text;
  std::int64_t certificates = 0;
};
BOOST_DESCRIBE_STRUCT(RevocationLineView, (),
                      (number, target, reason_text, outcome, outcome_text, certificates))

struct RevocationListView {
  RevocationListSummary list;
  std::vector<RevocationLineView> lines;
  std::optional<std::int64_t> next;  // to be asked for as `after`; absent: these are the last
};
BOOST_DESCRIBE_STRUCT(RevocationListView, (), (list, lines, next))

}  // namespace certhall::api
