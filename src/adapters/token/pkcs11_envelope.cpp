#include "adapters/token/pkcs11_envelope.h"

// OpenSSL 3.0 has no other way to lend it a key than the methods that it calls deprecated.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

#include "pki/cms_recipients.h"

namespace certhall::adapters {
namespace {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
template <class T, auto kFree>
using Handle = std::unique_ptr<T, Free<kFree>>;
using Key = Handle<EVP_PKEY, EVP_PKEY_free>;

int rsa_slot() {
  static const int kSlot = RSA_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return kSlot;
}
int ec_slot() {
  static const int kSlot = EC_KEY_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return kSlot;
}

/// RSA_METHOD: -1 for a failure.
int decrypt_in_token(int size, const unsigned char* cipher, unsigned char* plain, RSA* rsa,
                     int padding) {
  const auto& key = *static_cast<const TokenKey*>(RSA_get_ex_data(rsa, rsa_slot()));
  const auto& call = key.module.call();
  CK_MECHANISM mechanism{padding == RSA_PKCS1_PADDING ? CKM_RSA_PKCS : CKM_RSA_X_509, nullptr, 0};
  auto length = static_cast<CK_ULONG>(RSA_size(rsa));
  const bool done = call.C_DecryptInit(key.session, &mechanism, key.handle) == CKR_OK &&
                    call.C_Decrypt(key.session, const_cast<unsigned char*>(cipher),
                                   static_cast<CK_ULONG>(size), plain, &length) == CKR_OK;
  return done ? static_cast<int>(length) : -1;
}

/// EC_KEY_METHOD: the X coordinate of d · point, in memory of OpenSSL's.
int agree_in_token(unsigned char** secret, std::size_t* size, const EC_POINT* peer,
                   const EC_KEY* ec) {
  const auto& key = *static_cast<const TokenKey*>(EC_KEY_get_ex_data(ec, ec_slot()));
  const auto& call = key.module.call();
  std::string point(65, '\0');
  if (EC_POINT_point2oct(EC_KEY_get0_group(ec), peer, POINT_CONVERSION_UNCOMPRESSED,
                         reinterpret_cast<unsigned char*>(point.data()), point.size(),
                         nullptr) != point.size())
    return 0;
  CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, point.size(),
                                    reinterpret_cast<unsigned char*>(point.data())};
  CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
  constexpr CK_ULONG kSize = 32;
  Attributes wanted;
  wanted.number(CKA_CLASS, CKO_SECRET_KEY)
      .number(CKA_KEY_TYPE, CKK_GENERIC_SECRET)
      .flag(CKA_TOKEN, false)
      .flag(CKA_SENSITIVE, false)
      .flag(CKA_EXTRACTABLE, true)
      .number(CKA_VALUE_LEN, kSize);
  CK_OBJECT_HANDLE derived = 0;
  if (call.C_DeriveKey(key.session, &mechanism, key.handle, wanted.data(), wanted.size(),
                       &derived) != CKR_OK)
    return 0;
  auto* out = static_cast<unsigned char*>(OPENSSL_malloc(kSize));
  CK_ATTRIBUTE value{CKA_VALUE, out, kSize};
  const bool read = call.C_GetAttributeValue(key.session, derived, &value, 1) == CKR_OK &&
                    value.ulValueLen == kSize;
  call.C_DestroyObject(key.session, derived);
  if (!read) {
    OPENSSL_free(out);
    return 0;
  }
  *secret = out;
  *size = kSize;
  return 1;
}

using RsaMethod = Handle<RSA_METHOD, RSA_meth_free>;
using EcMethod = Handle<EC_KEY_METHOD, EC_KEY_METHOD_free>;

/// The public key, with the token behind its private half.
struct LentKey {
  explicit LentKey(const TokenKey& token) {
    const auto* start = reinterpret_cast<const unsigned char*>(token.spki.data());
    const Key plain(d2i_PUBKEY(nullptr, &start, static_cast<long>(token.spki.size())));
    if (!plain) throw std::runtime_error("OpenSSL: a token's public key");
    auto* owner = const_cast<TokenKey*>(&token);
    key.reset(EVP_PKEY_new());
    if (EVP_PKEY_base_id(plain.get()) == EVP_PKEY_RSA) {
      rsa_method.reset(RSA_meth_dup(RSA_PKCS1_OpenSSL()));
      RSA_meth_set_priv_dec(rsa_method.get(), decrypt_in_token);
      const Handle<RSA, RSA_free> rsa(EVP_PKEY_get1_RSA(plain.get()));
      RSA_set_method(rsa.get(), rsa_method.get());
      RSA_set_flags(rsa.get(), RSA_FLAG_EXT_PKEY);
      RSA_set_ex_data(rsa.get(), rsa_slot(), owner);
      EVP_PKEY_set1_RSA(key.get(), rsa.get());
    } else {
      ec_method.reset(EC_KEY_METHOD_new(EC_KEY_OpenSSL()));
      EC_KEY_METHOD_set_compute_key(ec_method.get(), agree_in_token);
      const Handle<EC_KEY, EC_KEY_free> ec(EVP_PKEY_get1_EC_KEY(plain.get()));
      EC_KEY_set_method(ec.get(), ec_method.get());
      EC_KEY_set_ex_data(ec.get(), ec_slot(), owner);
      EVP_PKEY_set1_EC_KEY(key.get(), ec.get());
    }
  }
  // Before the key in this list, so that they outlive it.
  RsaMethod rsa_method;
  EcMethod ec_method;
  Key key;
};

}  // namespace

Result<SecretText> open_envelope(std::string_view message, const TokenKey& token) {
  const auto refused = [] {
    ERR_clear_error();
    return fail(ErrorCode::malformed, "数字信封不能用介质中的密钥解开：信封已损坏，或不是给它的");
  };
  const auto* start = reinterpret_cast<const unsigned char*>(message.data());
  const auto* const end = start + message.size();
  const Handle<CMS_ContentInfo, CMS_ContentInfo_free> cms(
      d2i_CMS_ContentInfo(nullptr, &start, static_cast<long>(message.size())));
  if (!cms || start != end || !pki::has_known_recipients(*cms)) return refused();
  const LentKey lent(token);
  const Handle<BIO, BIO_free> out(BIO_new(BIO_s_secmem()));
  if (!out || CMS_decrypt(cms.get(), lent.key.get(), nullptr, nullptr, out.get(), 0) != 1)
    return refused();
  const char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return SecretText(std::string(data, static_cast<std::size_t>(size)));
}

}  // namespace certhall::adapters
