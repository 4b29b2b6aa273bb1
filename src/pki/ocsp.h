#pragma once
// OCSP (RFC 6960), nonces after RFC 9654. The responder's half and, for tests and relying parties,
// the asking half.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "pki/certificate.h"
#include "pki/crl.h"
#include "pki/digest.h"

namespace certhall::pki {

inline constexpr std::size_t kOcspRequestLimit = 8192;  // bytes
inline constexpr std::size_t kOcspCertificatesLimit = 32;
inline constexpr std::size_t kOcspNonceLimit = 128;  // RFC 9654: 1 to 128 octets

/// Which certificate is meant: its issuer by two digests, and its serial number.
struct CertId {
  Digest digest = Digest::sha1;
  std::string issuer_name_hash, issuer_key_hash;
  std::string serial;  // lower-case hex
  std::string der;     // as it came, to be echoed byte for byte
};

struct OcspRequest {
  std::vector<CertId> certificates;
  std::string nonce;  // empty: none asked for
};

/// Error `malformed` or `too_large`: answer with ocsp_error(malformed_request). A CertID with a
/// digest that is not SHA-1, SHA-256 or SM3 is such an error too. Signatures of requests are not
/// looked at.
[[nodiscard]] Result<OcspRequest> parse_ocsp_request(std::string_view der);

/// Says whether a CertID is about this authority; the digests are computed once.
class OcspIssuer {
 public:
  explicit OcspIssuer(const CertificateInfo& authority);
  [[nodiscard]] bool issued(const CertId& id) const;
  [[nodiscard]] CertId cert_id(std::string_view serial, Digest digest) const;

 private:
  struct Hashes {
    Digest digest;
    std::string name, key;
  };
  std::array<Hashes, 3> hashes_;
};

enum class CertificateStatus { good, revoked, unknown };

struct SingleResponse {
  CertId id;
  CertificateStatus status = CertificateStatus::unknown;
  Timestamp revoked_at{};                                   // when revoked
  RevocationReason reason = RevocationReason::unspecified;  // when revoked; unspecified: left out
  Timestamp this_update;
  std::optional<Timestamp> next_update{};
};

struct OcspAnswer {
  Timestamp produced_at;
  std::vector<SingleResponse> responses;
  std::string nonce;  // that of the request
};

/// A delegated responder; what every answer needs of its key and certificate is worked out once.
class OcspSigner {
 public:
  OcspSigner(std::shared_ptr<const Signer> signer, std::string certificate,
             Sm2Parameters sm2_parameters = Sm2Parameters::absent);
  /// A successful response with the responder's certificate. Throws when the key cannot sign.
  [[nodiscard]] std::string sign(const OcspAnswer& answer) const;
  [[nodiscard]] const std::string& certificate() const { return certificate_; }

 private:
  std::shared_ptr<const Signer> signer_;
  std::string certificate_, responder_id_, algorithm_;
};

/// The same with a responder that is looked at for this answer alone.
[[nodiscard]] std::string build_ocsp_response(const OcspAnswer& answer, const Signer& responder,
                                              std::string_view responder_certificate,
                                              Sm2Parameters sm2_parameters = Sm2Parameters::absent);

/// RFC 6960 4.2.1. Unsigned, five bytes.
enum class OcspError : std::uint8_t {
  malformed_request = 1,
  internal_error = 2,
  try_later = 3,
  sig_required = 5,
  unauthorized = 6,
};
[[nodiscard]] std::string ocsp_error(OcspError error);

// The asking half.

[[nodiscard]] std::string build_ocsp_request(const std::vector<CertId>& certificates,
                                             std::string_view nonce);

struct OcspResponse {
  OcspAnswer answer;
  std::string tbs;
  Algorithm algorithm = Algorithm::sm2_sm3;
  std::string signature;
  std::string responder_key_hash;         // SHA-1; empty when the responder is given by name
  std::string responder_name;             // DER; empty when it is given by key
  std::vector<std::string> certificates;  // DER
};
/// Error `upstream` with the name of the status for an error response, `malformed` for no response
/// at all.
[[nodiscard]] Result<OcspResponse> parse_ocsp_response(std::string_view der);
/// The signature by the authority itself or by a responder that it authorized (RFC 6960 4.2.2.2),
/// and that every answer is fresh at `at`.
[[nodiscard]] Status verify_ocsp_response(const OcspResponse& response,
                                          const CertificateInfo& authority, Timestamp at);

}  // namespace certhall::pki
