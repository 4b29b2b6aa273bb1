#pragma once
// The signature algorithms that this program speaks, and their AlgorithmIdentifiers.

#include <optional>
#include <string>
#include <string_view>

namespace certhall::pki {

/// `rsa_sha256` is RSASSA-PKCS1-v1_5 (RFC 8017 8.2) with a modulus of 3072 or 4096 bits.
enum class Algorithm { sm2_sm3, p256_sha256, rsa_sha256 };

/// How the parameters of SM2-with-SM3 are written. Certificates in the field do both: those after
/// GM/T 0015-2023 carry NULL, others leave them out. Both are read; each authority chooses what it
/// writes. ECDSA never has them (RFC 5758 3.2); RSA writes NULL and reads both (RFC 4055 5).
enum class Sm2Parameters { absent, null };

[[nodiscard]] std::string signature_algorithm(Algorithm algorithm, Sm2Parameters sm2_parameters);
/// Nothing for an algorithm that this program does not know, or parameters that must not be there.
[[nodiscard]] std::optional<Algorithm> parse_signature_algorithm(std::string_view der);

/// SubjectPublicKeyInfo around the public key as its BIT STRING has it: an uncompressed point
/// (04 || X || Y), or for RSA the DER of modulus and exponent.
[[nodiscard]] std::string subject_public_key_info(Algorithm algorithm, std::string_view key);

[[nodiscard]] std::string_view to_text(Algorithm algorithm);  // "SM2/SM3", "RSA/SHA-256"
/// "sm2", "p256", "rsa": in names of authorities, in settings.
[[nodiscard]] std::string_view short_name(Algorithm algorithm);
[[nodiscard]] std::optional<Algorithm> algorithm_named(std::string_view short_name);

}  // namespace certhall::pki
