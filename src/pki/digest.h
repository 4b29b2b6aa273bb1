#pragma once
// The digests that OCSP requests and key identifiers name. SHA-1 identifies here, it does not sign.

#include <optional>
#include <string>
#include <string_view>

namespace certhall::pki {

enum class Digest { sha1, sha256, sm3 };

[[nodiscard]] std::string digest(Digest algorithm, std::string_view bytes);
[[nodiscard]] std::string_view digest_oid(Digest algorithm);
[[nodiscard]] std::optional<Digest> digest_from_oid(std::string_view dotted);

}  // namespace certhall::pki
