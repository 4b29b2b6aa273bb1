#pragma once
// The signature algorithms that this program speaks, and their AlgorithmIdentifiers.

#include <optional>
#include <string>
#include <string_view>

namespace certhall::pki {

enum class Algorithm { sm2_sm3, p256_sha256 };

/// How the parameters of SM2-with-SM3 are written. Certificates in the field do both: those after
/// GM/T 0015-2023 carry NULL, others leave them out. Both are read; each authority chooses what it
/// writes. ECDSA never has them (RFC 5758 3.2).
enum class Sm2Parameters { absent, null };

[[nodiscard]] std::string signature_algorithm(Algorithm algorithm, Sm2Parameters sm2_parameters);
/// Nothing for an algorithm that this program does not know, or parameters that must not be there.
[[nodiscard]] std::optional<Algorithm> parse_signature_algorithm(std::string_view der);

/// SubjectPublicKeyInfo of an uncompressed point (04 || X || Y).
[[nodiscard]] std::string subject_public_key_info(Algorithm algorithm, std::string_view point);

[[nodiscard]] std::string_view to_text(Algorithm algorithm);  // "SM2/SM3", "P-256/SHA-256"

}  // namespace certhall::pki
