#pragma once
// What `certhall` can be told to do. Each answers the process's exit status.

#include <string>

#include "domain/staff.h"
#include "main/config.h"

namespace certhall {

/// Serves until SIGINT or SIGTERM.
int serve(Config config);
/// Makes an account and prints its one-time password once.
int add_staff_account(const Config& config, const std::string& login, const std::string& name,
                      domain::Roles roles);
/// Reads every certificate and ledger entry again: 0 when all is well, 1 when something is not.
int check_certificate_authority(const Config& config);
/// `certhall ca revoke`, `suspend`, `release` and `block-keys`.
struct RevocationOptions {
  std::string event;   // "revoke", "suspend", "release" or "block-keys"
  std::string serial;  // one of these
  std::string key;     // SHA-256 of a SubjectPublicKeyInfo, hex
  std::string list;    // a file, domain/revocation_list.h
  std::string block;   // a file of key digests
  std::string reason = "unspecified";
  std::string note;
  bool with_pair = false;
};
/// Prints what became of each certificate or line; 0 unless it was refused.
int change_certificates(const Config& config, const RevocationOptions& options);
/// Reads the whole audit chain: 0 when it is whole, 1 when it is damaged.
int verify_audit_chain(const Config& config);
/// Counts all rows again: 0 when the tallies are right or were put right, 1 when they differ.
int check_tallies(const Config& config, bool repair);

}  // namespace certhall
