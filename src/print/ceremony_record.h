#pragma once
// The record of a key ceremony, to be signed by those who were there and kept on paper.

#include <string>
#include <vector>

#include "base/time.h"

namespace certhall::print {

struct CeremonyAuthority {
  std::string name;         // "root-sm2"
  std::string kind;         // 根证书
  std::string algorithm;    // "SM2/SM3"
  std::string subject;      // RFC 4514
  std::string serial;       // hex
  std::string fingerprint;  // SHA-256 of the certificate, hex
  std::string key_digest;   // SHA-256 of the public key, hex
  Timestamp not_before, not_after;
  std::string kept;  // where its key is
};

struct CeremonyShare {
  int number = 1;
  std::string holder;
  std::string digest;  // first digits of SHA-256 over the share, hex: nothing of the share itself
};

struct CeremonyRecord {
  std::string title, place, company;
  Timestamp held_at;
  std::vector<std::string> participants;
  std::string script_digest;  // SHA-256 of the script, hex
  int shares_needed = 0;      // 0: the keys were not shared out
  std::string share_set;
  std::vector<CeremonyShare> shares;
  std::vector<CeremonyAuthority> authorities;
};

/// The PDF's bytes: equal records give equal bytes.
[[nodiscard]] std::string render_ceremony_record(const CeremonyRecord& record);

}  // namespace certhall::print
