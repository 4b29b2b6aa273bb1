#include "pki/digest.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "pki/oid.h"

namespace certhall::pki {
namespace {

const EVP_MD* implementation(Digest algorithm) {
  switch (algorithm) {
    case Digest::sha1:
      return EVP_sha1();
    case Digest::sha256:
      return EVP_sha256();
    case Digest::sm3:
      return EVP_sm3();
  }
  throw std::logic_error("unknown digest");
}

}  // namespace

std::string digest(Digest algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, implementation(algorithm),
                 nullptr) != 1) {
    throw std::runtime_error("digest failed");
  }
  return {reinterpret_cast<const char*>(out.data()), size};
}

std::string_view digest_oid(Digest algorithm) {
  switch (algorithm) {
    case Digest::sha1:
      return oid::kSha1;
    case Digest::sha256:
      return oid::kSha256;
    case Digest::sm3:
      return oid::kSm3;
  }
  throw std::logic_error("unknown digest");
}

std::optional<Digest> digest_from_oid(std::string_view dotted) {
  for (const auto algorithm : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    if (digest_oid(algorithm) == dotted) return algorithm;
  }
  return std::nullopt;
}

}  // namespace certhall::pki
