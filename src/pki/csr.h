#pragma once
// PKCS#10 certification requests (RFC 2986; GM/T 0092-2020 for SM2). From a request only the public
// key counts, with the proof that its owner holds the private key: the names in the certificate
// come from the reviewed application. So ours bring none.

#include <string>
#include <string_view>
#include <vector>

#include "pki/key.h"
#include "pki/name.h"

namespace certhall::pki {

struct CertificationRequest {
  Algorithm algorithm = Algorithm::sm2_sm3;
  std::string spki;
  Name subject;
  std::vector<std::string> attributes;  // OIDs of what is asked for
};

/// Parses and verifies the proof of possession; `invalid` when the signature does not fit.
[[nodiscard]] Result<CertificationRequest> parse_certification_request(std::string_view der);
[[nodiscard]] std::string build_certification_request(const PrivateKey& key,
                                                      const Name& subject = {});
/// In two halves, for keys that sign in a device: what is signed, and the whole.
[[nodiscard]] std::string certification_request_info(std::string_view spki,
                                                     const Name& subject = {});
[[nodiscard]] std::string assemble_certification_request(std::string_view info, Algorithm algorithm,
                                                         std::string_view signature);

}  // namespace certhall::pki
