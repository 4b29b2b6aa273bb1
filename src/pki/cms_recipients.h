#pragma once
// How the key of a CMS message reaches its recipients (RFC 5652 6.2), looked at before OpenSSL
// opens one. OpenSSL 3.0 takes any cipher of its own for wrapping, among them the padded wrap of
// RFC 5649, whose failure overwrites the eight octets behind its buffer.

struct CMS_ContentInfo_st;  // OpenSSL's CMS_ContentInfo

namespace certhall::pki {

/// Whether each gets it by RSA (PKCS #1 v1.5 or OAEP, RFC 8017), or by key agreement with the AES
/// key wrap of RFC 3394 (RFC 5753 7.1.3).
[[nodiscard]] bool has_known_recipients(CMS_ContentInfo_st& message);

}  // namespace certhall::pki
