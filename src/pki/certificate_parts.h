#pragma once
// What certificates, CRLs and OCSP messages share. For the .cpp files of this room alone.

#include <string>
#include <string_view>
#include <vector>

#include "pki/certificate.h"
#include "pki/der.h"

namespace certhall::pki {

[[nodiscard]] std::string encode_extension(std::string_view oid, bool critical,
                                           std::string_view value);
/// SEQUENCE OF Extension; fails on an empty list and on one that comes twice (RFC 5280 4.2).
[[nodiscard]] std::vector<CertificateInfo::Extension> read_extensions(der::Reader& reader);

[[nodiscard]] std::string encode_authority_key_id(std::string_view key_id);
[[nodiscard]] std::string read_authority_key_id(der::Reader reader);

/// DistributionPointName with one URI, [0] EXPLICIT as both of its users want it.
[[nodiscard]] std::string encode_distribution_point(std::string_view uri);
/// The first URI; empty when there is none.
[[nodiscard]] std::string read_distribution_point(der::Reader& reader);

/// Reads everything of a certificate but its signature.
[[nodiscard]] Result<CertificateInfo> parse_tbs(std::string_view tbs);

/// SEQUENCE { tbs, AlgorithmIdentifier, BIT STRING } taken apart. Fails for unknown algorithms.
struct SignedParts {
  std::string_view tbs, algorithm_der, signature;
  Algorithm algorithm = Algorithm::sm2_sm3;
};
[[nodiscard]] SignedParts read_signed(der::Reader& reader);

}  // namespace certhall::pki
