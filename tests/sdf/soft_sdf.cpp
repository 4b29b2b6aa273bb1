// A crypto device in software, for tests alone: the functions of GM/T 0018 that certhall calls, on
// OpenSSL. Two keys, made when the library is loaded; the password is in the test.

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <cstring>
#include <string>

#include "adapters/keys/sdf.h"

namespace {

using certhall::adapters::sdf::EccPublicKey;
using certhall::adapters::sdf::EccSignature;
using certhall::adapters::sdf::kMaxBytes;

constexpr int kRefused = 0x01000001;
constexpr unsigned kKeys = 2;
constexpr const char* kPassword = "invented-password";

std::array<EVP_PKEY*, kKeys> keys{EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"),
                                  EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2")};
std::array<bool, kKeys> allowed{};
int device_mark, session_mark;

EVP_PKEY* key_of(void* session, unsigned index) {
  return session == &session_mark && index >= 1 && index <= kKeys ? keys[index - 1] : nullptr;
}

void put(unsigned char (&out)[kMaxBytes], const BIGNUM* number) {
  std::memset(out, 0, kMaxBytes);
  BN_bn2binpad(number, out + kMaxBytes - 32, 32);
}

/// r or s, the next INTEGER of the DER.
const unsigned char* take(const unsigned char* der, unsigned char (&out)[kMaxBytes]) {
  BIGNUM* number = BN_bin2bn(der + 2, der[1], nullptr);
  put(out, number);
  BN_free(number);
  return der + 2 + der[1];
}

}  // namespace

extern "C" {

int SDF_OpenDevice(void** device) {
  *device = &device_mark;
  return 0;
}
int SDF_CloseDevice(void* device) { return device == &device_mark ? 0 : kRefused; }
int SDF_OpenSession(void* device, void** session) {
  if (device != &device_mark) return kRefused;
  *session = &session_mark;
  return 0;
}
int SDF_CloseSession(void* session) { return session == &session_mark ? 0 : kRefused; }

int SDF_GetPrivateKeyAccessRight(void* session, unsigned index, unsigned char* password,
                                 unsigned size) {
  const std::string given(reinterpret_cast<const char*>(password), size);
  if (key_of(session, index) == nullptr || given != kPassword) return kRefused;
  allowed[index - 1] = true;
  return 0;
}
int SDF_ReleasePrivateKeyAccessRight(void* session, unsigned index) {
  if (key_of(session, index) == nullptr) return kRefused;
  allowed[index - 1] = false;
  return 0;
}

int SDF_ExportSignPublicKey_ECC(void* session, unsigned index, EccPublicKey* out) {
  EVP_PKEY* key = key_of(session, index);
  if (key == nullptr) return kRefused;
  out->bits = 256;
  for (auto [name, half] : {std::pair{OSSL_PKEY_PARAM_EC_PUB_X, &out->x},
                            std::pair{OSSL_PKEY_PARAM_EC_PUB_Y, &out->y}}) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return kRefused;
    put(*half, number);
    BN_free(number);
  }
  return 0;
}

/// Signs the digest as it is: what Z and the message have to do with it, the caller has reckoned.
int SDF_InternalSign_ECC(void* session, unsigned index, unsigned char* digest, unsigned size,
                         EccSignature* out) {
  EVP_PKEY* key = key_of(session, index);
  if (key == nullptr || !allowed[index - 1] || size != 32) return kRefused;
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key, nullptr);
  unsigned char der[128];
  std::size_t length = sizeof der;
  const bool done = context != nullptr && EVP_PKEY_sign_init(context) == 1 &&
                    EVP_PKEY_sign(context, der, &length, digest, size) == 1;
  EVP_PKEY_CTX_free(context);
  if (!done) return kRefused;
  take(take(der + 2, out->r), out->s);
  return 0;
}

}  // extern "C"
