#pragma once
// Time stamps (RFC 3161; certificate identifiers of RFC 5816): the authority's half, and the half
// of whoever has been given one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pki/signed_data.h"
#include "pki/signer.h"

namespace certhall::pki {

inline constexpr std::size_t kTimeStampRequestLimit = 4096;  // bytes

struct TimeStampRequest {
  std::string digest_oid;           // of the imprint
  std::string imprint;              // its bytes
  std::string policy;               // OID that is asked for; empty: whichever
  std::string nonce;                // magnitude, big endian; empty: none
  bool certificate_wanted = false;  // certReq
};

/// PKIFailureInfo of RFC 3161 2.4.2: numbers of bits.
enum class TimeStampFailure : std::uint8_t {
  bad_algorithm = 0,
  bad_request = 2,
  bad_data_format = 5,
  time_not_available = 14,
  unaccepted_policy = 15,
  unaccepted_extension = 16,
  system_failure = 25,
};

/// What may be stamped: imprints of SHA-256, SHA-384, SHA-512 and SM3, of just their length. A
/// critical extension is refused, since none is known.
[[nodiscard]] tl::expected<TimeStampRequest, TimeStampFailure> parse_time_stamp_request(
    std::string_view der);
[[nodiscard]] std::string build_time_stamp_request(const TimeStampRequest& request);

/// TSTInfo, RFC 3161 2.4.2.
struct TimeStampInfo {
  std::string policy;  // OID
  std::string digest_oid, imprint;
  std::string serial;            // lower-case hex
  Timestamp time;                // whole seconds when written; as it says when read
  std::int64_t accuracy_ms = 0;  // 0: not said
  std::string nonce;             // magnitude, big endian; empty: none
};

/// What is signed, and the token around it once it is. The bytes to be recorded before signing are
/// `signature_input`.
struct UnsignedTimeStamp {
  std::string signature_input;  // the signed attributes, DER SET OF

 private:
  friend UnsignedTimeStamp build_time_stamp(const TimeStampInfo&, std::string_view, Algorithm);
  friend std::string sign(const UnsignedTimeStamp&, const Signer&, const std::vector<std::string>&);
  SignedDataDraft draft_;
};
/// `certificate` is the stamping authority's own, DER: its digest goes into the signed attributes
/// (signing-certificate-v2), so that nobody can pass another one off in its place.
[[nodiscard]] UnsignedTimeStamp build_time_stamp(const TimeStampInfo& info,
                                                 std::string_view certificate, Algorithm algorithm);
/// The token (ContentInfo, DER) with these certificates in it, none where none were asked for.
[[nodiscard]] std::string sign(const UnsignedTimeStamp& stamp, const Signer& signer,
                               const std::vector<std::string>& certificates);

/// TimeStampResp: granted, with a token.
[[nodiscard]] std::string time_stamp_response(std::string_view token);
/// TimeStampResp: rejected. `words` are UTF-8 for people.
[[nodiscard]] std::string time_stamp_response(TimeStampFailure failure, std::string_view words);

// The other half.

struct TimeStampToken {
  TimeStampInfo info;
  SignedData signed_data;
};
/// Error `malformed` for what is no token.
[[nodiscard]] Result<TimeStampToken> parse_time_stamp_token(std::string_view der);
/// The token in a response; `upstream` with the failure's number where it was rejected.
[[nodiscard]] Result<std::string> token_of_response(std::string_view der);
/// Whether this certificate's key signed the token, the certificate is the one that the signed
/// attributes name, may stamp (critical timeStamping alone, RFC 3161 2.3) and was valid then.
/// Who issued it is the caller's question.
[[nodiscard]] Status verify_time_stamp(const TimeStampToken& token, std::string_view certificate);

}  // namespace certhall::pki
