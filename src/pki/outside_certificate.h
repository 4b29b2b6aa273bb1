#pragma once
// What can be said of anybody's certificate, whatever its algorithm, names and extensions: what
// people drop on the verification page is rarely one of ours.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pki/signed_data.h"

namespace certhall::pki {

struct OutsideCertificate {
  std::string der, tbs;
  std::string serial;  // lower-case hex
  std::string subject_der, issuer_der;
  std::string subject, issuer;            // RFC 4514 text, UTF-8
  std::string common_name, organization;  // of the subject; empty where there is none
  Timestamp not_before, not_after;
  std::string spki;
  std::string key_text;  // "SM2", "RSA 2048", "EC P-256"
  std::string signature_oid, signature;
  std::string subject_key_id;                   // empty where it is absent
  std::uint32_t key_usage = 0;                  // bits of pki::key_usage; 0 where it is absent
  std::vector<std::string> extended_key_usage;  // OIDs
  bool extended_key_usage_critical = false;
  bool is_authority = false;
};

[[nodiscard]] Result<OutsideCertificate> read_certificate(std::string_view der);
/// Only the signature, by this key.
[[nodiscard]] Fit signed_by(const OutsideCertificate& certificate, std::string_view issuer_spki);
/// Whether this certificate is the one that a signer names.
[[nodiscard]] bool is_of(const CmsSigner& signer, const OutsideCertificate& certificate);

}  // namespace certhall::pki
