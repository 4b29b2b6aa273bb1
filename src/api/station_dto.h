#pragma once
// The production station's protocol: claim → begin → issue → complete. All four may be repeated.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"

namespace certhall::api {

struct StationJob {
  ApplicationId application_id;
  std::string number;
  std::string subject_name;
  std::int64_t lease_seconds = 900;  // after which another station may take it
  std::string begun_on;  // serial of the device that an earlier run did not finish; empty: none
};
BOOST_DESCRIBE_STRUCT(StationJob, (),
                      (application_id, number, subject_name, lease_seconds, begun_on))

struct StationClaimRequest {
  std::optional<std::string> number;  // a certain application; absent: the one that waits longest
};
BOOST_DESCRIBE_STRUCT(StationClaimRequest, (), (number))

struct StationClaim {
  std::optional<StationJob> job;  // nothing: no approved application waits
};
BOOST_DESCRIBE_STRUCT(StationClaim, (), (job))

/// Before the device is erased.
struct StationBeginRequest {
  std::string token_serial;
  std::string certificate;  // base64 of the DER of the signing certificate on it; empty: none
};
BOOST_DESCRIBE_STRUCT(StationBeginRequest, (), (token_serial, certificate))

struct StationBegun {
  std::string so_pin;  // the device's administrator PIN; the station sets it and forgets it
};
BOOST_DESCRIBE_STRUCT(StationBegun, (), (so_pin))

struct StationIssueRequest {
  std::string token_serial;
  std::string csr;  // base64 of the PKCS#10 request for the signing key
  std::string pin;  // the token's random PIN: sealed at once, sent by SMS once, then erased
};
BOOST_DESCRIBE_STRUCT(StationIssueRequest, (), (token_serial, csr, pin))

struct StationCertificates {
  std::string signing_certificate;  // base64 of DER, as all of these
  std::string encryption_certificate;
  std::string enveloped_key;       // SM2EnvelopedKey (GB/T 35276 clause 7.4)
  std::vector<std::string> chain;  // issuing CA, root
};
BOOST_DESCRIBE_STRUCT(StationCertificates, (),
                      (signing_certificate, encryption_certificate, enveloped_key, chain))

struct StationCompleteRequest {
  std::string token_serial;
  std::string signature;  // base64, by the token's signing key over "certhall-produced:<application
                          // id>:<token serial>"
};
BOOST_DESCRIBE_STRUCT(StationCompleteRequest, (), (token_serial, signature))

struct StationDone {
  std::string number;
};
BOOST_DESCRIBE_STRUCT(StationDone, (), (number))

/// A token that failed: its certificates are revoked as superseded, the application waits again.
struct StationAbandonRequest {
  std::string token_serial;
};
BOOST_DESCRIBE_STRUCT(StationAbandonRequest, (), (token_serial))

}  // namespace certhall::api
