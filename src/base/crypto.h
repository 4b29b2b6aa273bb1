#pragma once
// The few cryptographic acts that every room needs, all done by OpenSSL. Certificates and their
// signatures live in src/pki.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace certhall {

[[nodiscard]] std::string sha256(std::string_view bytes);                     // 32 bytes
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);  // hex; throws
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);
[[nodiscard]] std::string hmac_sha1(std::string_view key, std::string_view bytes);  // TOTP only
/// Takes the same time wherever the difference is.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

/// AES-256-GCM: `key` 32 bytes, `nonce` 12 bytes that must never repeat under one key. The answer
/// is the ciphertext with its 16-byte tag behind it.
[[nodiscard]] std::string aes_gcm_seal(std::string_view key, std::string_view nonce,
                                       std::string_view plain, std::string_view associated);
/// The same behind what is there already: a big plain text is copied once.
void append_aes_gcm(std::string& to, std::string_view key, std::string_view nonce,
                    std::string_view plain, std::string_view associated);
/// Nothing where the tag does not fit: another key, other associated data, or a changed byte.
[[nodiscard]] std::optional<std::string> aes_gcm_open(std::string_view key, std::string_view nonce,
                                                      std::string_view sealed,
                                                      std::string_view associated);

}  // namespace certhall
