#include "pki/signer.h"

#include <stdexcept>

#include "pki/der.h"

namespace certhall::pki {

std::string sign_checked(const Signer& signer, std::string_view message) {
  std::string signature = signer.sign(message);
  if (!signer.public_key().verify(message, signature)) {
    throw std::runtime_error("the signer's signature does not fit its public key");
  }
  return signature;
}

std::string signature_from_halves(std::string_view r_and_s) {
  const auto half = r_and_s.size() / 2;
  return der::sequence({der::integer(r_and_s.substr(0, half)), der::integer(r_and_s.substr(half))});
}

std::string assemble_signed(std::string_view tbs, std::string_view algorithm_der,
                            std::string_view signature) {
  return der::sequence({tbs, algorithm_der, der::bit_string(signature)});
}

}  // namespace certhall::pki
