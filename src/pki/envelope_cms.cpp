#include "pki/envelope_cms.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "pki/certificate_parts.h"
#include "pki/cms_recipients.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"
#include "pki/signer.h"

namespace certhall::pki {
namespace {

using openssl::bytes;
using openssl::require;
using Certificate = openssl::Handle<X509, X509_free>;
using Message = openssl::Handle<CMS_ContentInfo, CMS_ContentInfo_free>;
using Bio = openssl::Handle<BIO, BIO_free_all>;

openssl::Key parse_pkcs8(const SecretText& der) {
  const unsigned char* start = bytes(der.reveal());
  return openssl::Key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(der.reveal().size())));
}

/// OpenSSL takes a recipient as a certificate, of which it needs no more than key and identifier:
/// one that nobody signed will do, but it must be whole.
Certificate shell_of(const PublicKey& recipient) {
  const std::string algorithm = signature_algorithm(Algorithm::p256_sha256, Sm2Parameters::absent);
  const std::string name = der::sequence({});
  const std::string identifier =
      encode_extension(oid::kSubjectKeyIdentifier, false, der::octet_string(recipient.key_id()));
  const std::string time = der::time({});
  const std::string tbs =
      der::sequence({der::explicitly(0, der::integer(std::uint64_t{2})),
                     der::integer(std::uint64_t{1}), algorithm, name, der::sequence({time, time}),
                     name, recipient.spki(), der::explicitly(3, der::sequence({identifier}))});
  const std::string der = assemble_signed(tbs, algorithm, "");
  const unsigned char* start = bytes(der);
  Certificate shell(d2i_X509(nullptr, &start, static_cast<long>(der.size())));
  require(shell != nullptr, "shell of a recipient");
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

auto not_supported() {
  return fail(ErrorCode::unsupported_type,
              "CMS 数字信封的密钥封装方式不受支持：只支持 RSA 和 AES 密钥封装（RFC 3394）");
}

/// Public and private numbers fit each other: CBC does not notice a changed one.
bool is_consistent(const SecretText& pkcs8) {
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
  if (!has_known_recipients(*message)) return not_supported();
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
  if (!opened || !is_consistent(pkcs8)) return refused();
  return opened;
}

}  // namespace certhall::pki
