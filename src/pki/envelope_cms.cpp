#include "pki/envelope_cms.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "pki/openssl.h"

namespace certhall::pki {
namespace {

using openssl::bytes;
using openssl::require;
using Certificate = openssl::Handle<X509, X509_free>;
using Message = openssl::Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using Bio = openssl::Handle<BIO, BIO_free_all>;
using KeyId = openssl::Handle<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

openssl::Key parse_spki(std::string_view der) {
  const unsigned char* start = bytes(der);
  return openssl::Key(d2i_PUBKEY(nullptr, &start, static_cast<long>(der.size())));
}
openssl::Key parse_pkcs8(const SecretText& der) {
  const unsigned char* start = bytes(der.reveal());
  return openssl::Key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(der.reveal().size())));
}

/// OpenSSL takes a recipient as a certificate, of which it needs no more than key and identifier.
Certificate shell_of(const PublicKey& recipient) {
  const openssl::Key key = parse_spki(recipient.spki());
  Certificate shell(X509_new());
  const KeyId id(ASN1_OCTET_STRING_new());
  const std::string text = recipient.key_id();
  require(key && shell && id &&
              ASN1_OCTET_STRING_set(id.get(), bytes(text), static_cast<int>(text.size())) == 1 &&
              X509_set_version(shell.get(), X509_VERSION_3) == 1 &&
              X509_set_pubkey(shell.get(), key.get()) == 1 &&
              X509_add1_ext_i2d(shell.get(), NID_subject_key_identifier, id.get(), 0, 0) == 1,
          "shell of a recipient");
  return shell;
}

/// RSA with OAEP and SHA-256 (RFC 4055 4.1), in the place of the padding of PKCS #1 v1.5.
void add_recipient(CMS_ContentInfo* message, X509* shell, Algorithm algorithm) {
  const bool is_rsa = algorithm == Algorithm::rsa_sha256;
  CMS_RecipientInfo* recipient = CMS_add1_recipient_cert(
      message, shell, CMS_USE_KEYID | (is_rsa ? static_cast<unsigned>(CMS_KEY_PARAM) : 0U));
  require(recipient != nullptr, "CMS recipient");
  if (!is_rsa) return;
  EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(recipient);
  require(context != nullptr &&
              EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
              EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 &&
              EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1,
          "CMS recipient with OAEP");
}

std::string to_der(CMS_ContentInfo* message) {
  const int size = i2d_CMS_ContentInfo(message, nullptr);
  require(size > 0, "CMS");
  std::string der(static_cast<std::size_t>(size), '\0');
  unsigned char* out = bytes(der);
  require(i2d_CMS_ContentInfo(message, &out) == size, "CMS");
  return der;
}

auto refused() {
  ERR_clear_error();
  return fail(ErrorCode::malformed, "CMS 数字信封不能用这把私钥解开：信封已损坏，或不是给它的");
}

/// Every number of an RSA key fits the others: CBC does not notice a changed one. Of a curve's key
/// the public one is computed from the private one anyway.
bool is_consistent(const PrivateKey& key, const SecretText& pkcs8) {
  if (key.algorithm() != Algorithm::rsa_sha256) return true;
  const openssl::Key parsed = parse_pkcs8(pkcs8);
  const openssl::KeyContext context(
      parsed ? EVP_PKEY_CTX_new_from_pkey(nullptr, parsed.get(), nullptr) : nullptr);
  return context && EVP_PKEY_check(context.get()) == 1;
}

/// The whole of it must be one message, without bytes behind it.
Message parse_message(std::string_view der) {
  const unsigned char* start = bytes(der);
  Message message(d2i_CMS_ContentInfo(nullptr, &start, static_cast<long>(der.size())));
  if (!message || start != bytes(der) + der.size() ||
      OBJ_obj2nid(CMS_get0_type(message.get())) != NID_pkcs7_enveloped)
    return nullptr;
  return message;
}

}  // namespace

std::string seal_key_in_cms(const PrivateKey& key, const PublicKey& recipient) {
  const SecretText pkcs8 = key.to_pkcs8();
  const Bio plain(BIO_new_mem_buf(pkcs8.reveal().data(), static_cast<int>(pkcs8.reveal().size())));
  const Certificate shell = shell_of(recipient);
  const Message message(CMS_encrypt(nullptr, nullptr, EVP_aes_256_cbc(), CMS_BINARY | CMS_PARTIAL));
  require(plain && message, "CMS");
  add_recipient(message.get(), shell.get(), recipient.algorithm());
  require(CMS_final(message.get(), plain.get(), nullptr, CMS_BINARY) == 1, "CMS envelope");
  return to_der(message.get());
}

Result<PrivateKey> open_key_in_cms(std::string_view cms, const PrivateKey& recipient) {
  const Message message = parse_message(cms);
  if (!message) return refused();
  const openssl::Key key = parse_pkcs8(recipient.to_pkcs8());
  const Bio plain(BIO_new(BIO_s_secmem()));
  require(key && plain, "CMS");
  if (CMS_decrypt(message.get(), key.get(), nullptr, nullptr, plain.get(), CMS_BINARY) != 1)
    return refused();
  char* data = nullptr;
  const long size = BIO_get_mem_data(plain.get(), &data);
  if (size <= 0) return refused();
  const SecretText pkcs8(std::string(data, static_cast<std::size_t>(size)));
  auto opened = PrivateKey::from_pkcs8(pkcs8);
  if (!opened || !is_consistent(*opened, pkcs8)) return refused();
  return opened;
}

}  // namespace certhall::pki
