#include "pki/key_message.h"

#include <stdexcept>

#include <openssl/err.h>

#include "pki/certificate.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

constexpr std::size_t kBlockSize = 16;
constexpr std::size_t kScalarSize = 32;

enum class Direction { decrypt = 0, encrypt = 1 };

/// With the padding of PKCS #7; nothing where the padding is wrong.
Result<SecretText> sm4_cbc(const SecretText& key, std::string_view iv, std::string_view text,
                           Direction direction) {
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  std::string out(text.size() + kBlockSize, '\0');
  int size = 0, rest = 0;
  openssl::require(
      context &&
          EVP_CipherInit_ex(context.get(), EVP_sm4_cbc(), nullptr, openssl::bytes(key.reveal()),
                            openssl::bytes(iv), static_cast<int>(direction)) == 1 &&
          EVP_CipherUpdate(context.get(), openssl::bytes(out), &size, openssl::bytes(text),
                           static_cast<int>(text.size())) == 1,
      "SM4-CBC");
  if (EVP_CipherFinal_ex(context.get(), openssl::bytes(out) + size, &rest) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::malformed, "数字信封的内容不能解开：信封已损坏，或不是给这把私钥的");
  }
  out.resize(static_cast<std::size_t>(size + rest));
  return SecretText(std::move(out));
}

std::string with_null(std::string_view oid) { return der::sequence({der::oid(oid), der::null()}); }

std::string reference(std::string_view issuer_der, std::string_view serial) {
  const auto number = serial_bytes(serial);
  if (!number) throw std::logic_error("a serial that is not hex");
  return der::sequence({issuer_der, der::integer(std::string_view(*number))});
}

std::string implicit_set(int number, std::vector<std::string> parts) {
  bool ok = true;
  const std::string set = der::set_of(std::move(parts));
  return der::element(der::context_constructed(number),
                      der::Reader(set, ok).take(der::kSet).content);
}

void require_sm2(Algorithm algorithm) {
  if (algorithm != Algorithm::sm2_sm3) throw std::logic_error("this message is for SM2 keys");
}

struct Message {
  std::string_view sealed_key, iv, content, signature;
};

bool is_one_of(std::string_view oid, std::initializer_list<std::string_view> known) {
  for (const auto each : known)
    if (each == oid) return true;
  return false;
}

/// AlgorithmIdentifier with NULL or no parameters.
void expect_algorithm(der::Reader& reader, std::initializer_list<std::string_view> known) {
  der::Reader algorithm = reader.enter(der::kSequence);
  if (!is_one_of(algorithm.oid(), known)) algorithm.fail();
  if (algorithm.at(der::kNull)) algorithm.null();
  algorithm.end();
}

std::string_view read_recipient(der::Reader& message) {
  der::Reader recipients = message.enter(der::kSet);
  der::Reader recipient = recipients.enter(der::kSequence);
  recipients.end();
  (void)recipient.small_integer(2);
  (void)recipient.take(der::kSequence);
  expect_algorithm(recipient, {oid::kSm2Encryption, oid::kCurveSm2});
  const std::string_view sealed = recipient.octet_string();
  recipient.end();
  return sealed;
}

void read_content(der::Reader& message, Message& parts) {
  der::Reader content = message.enter(der::kSequence);
  if (!is_one_of(content.oid(), {oid::kSm2CmsData, oid::kCmsData})) content.fail();
  der::Reader cipher = content.enter(der::kSequence);
  if (!is_one_of(cipher.oid(), {oid::kSm4Cbc, oid::kSm4})) cipher.fail();
  parts.iv = cipher.octet_string();
  if (parts.iv.size() != kBlockSize) cipher.fail();
  cipher.end();
  parts.content = content.take(der::context(0)).content;
  content.end();
}

std::string_view read_signature(der::Reader& message) {
  der::Reader signers = message.enter(der::kSet);
  der::Reader signer = signers.enter(der::kSequence);
  signers.end();
  (void)signer.small_integer(2);
  (void)signer.take(der::kSequence);
  expect_algorithm(signer, {oid::kSm3});
  expect_algorithm(signer, {oid::kSm2Signing, oid::kSm2WithSm3});
  const std::string_view signature = signer.octet_string();
  signer.end();
  return signature;
}

Message read_message(std::string_view der, bool& ok) {
  Message parts;
  der::Reader outer(der, ok);
  der::Reader info = outer.enter(der::kSequence);
  outer.end();
  if (info.oid() != oid::kSm2CmsSignedAndEnveloped) info.fail();
  der::Reader tagged = info.enter(der::context_constructed(0));
  info.end();
  der::Reader message = tagged.enter(der::kSequence);
  tagged.end();
  (void)message.small_integer(2);
  parts.sealed_key = read_recipient(message);
  der::Reader digests = message.enter(der::kSet);
  expect_algorithm(digests, {oid::kSm3});
  digests.end();
  read_content(message, parts);
  for (const int number : {0, 1})  // certificates and lists: whom to believe, the caller says
    if (message.at(der::context_constructed(number)))
      (void)message.take(der::context_constructed(number));
  parts.signature = read_signature(message);
  message.end();
  return parts;
}

Result<PrivateKey> parse_key(const SecretText& plain) {
  if (plain.reveal().size() == kScalarSize)
    return PrivateKey::from_scalar(Algorithm::sm2_sm3, plain);
  auto key = PrivateKey::from_pkcs8(plain);
  if (key && key->algorithm() != Algorithm::sm2_sm3)
    return fail(ErrorCode::malformed, "数字信封中的不是 SM2 私钥");
  return key;
}

}  // namespace

std::string seal_key_signed(const PrivateKey& key, const PublicKey& recipient,
                            const CertificateReference& recipient_certificate, const Signer& signer,
                            std::string_view signer_certificate, Random& random) {
  for (const auto algorithm : {key.algorithm(), recipient.algorithm(), signer.algorithm()})
    require_sm2(algorithm);
  const auto own = parse_certificate(signer_certificate);
  if (!own) throw std::logic_error("the signer's certificate cannot be read");
  const SecretText plain = key.to_pkcs8(), sm4_key(random.bytes(kBlockSize));
  const std::string iv = random.bytes(kBlockSize);
  const auto sealed = sm4_cbc(sm4_key, iv, plain.reveal(), Direction::encrypt);
  const std::string version = der::integer(std::uint64_t{1});
  const std::string recipient_info = der::sequence(
      {version, reference(recipient_certificate.issuer_der, recipient_certificate.serial),
       with_null(oid::kSm2Encryption), der::octet_string(recipient.encrypt(sm4_key.reveal()))});
  const std::string content = der::sequence(
      {der::oid(oid::kSm2CmsData), der::sequence({der::oid(oid::kSm4Cbc), der::octet_string(iv)}),
       der::element(der::context(0), sealed->reveal())});
  const std::string signer_info = der::sequence(
      {version, reference(own->issuer_der, own->serial), with_null(oid::kSm3),
       with_null(oid::kSm2Signing), der::octet_string(sign_checked(signer, plain.reveal()))});
  const std::string message = der::sequence(
      {version, der::set_of({recipient_info}), der::set_of({with_null(oid::kSm3)}), content,
       implicit_set(0, {std::string(signer_certificate)}), der::set_of({signer_info})});
  return der::sequence({der::oid(oid::kSm2CmsSignedAndEnveloped), der::explicitly(0, message)});
}

Result<PrivateKey> open_key_signed(std::string_view message, const PrivateKey& recipient,
                                   std::string_view signer_spki) {
  bool ok = true;
  const Message parts = read_message(message, ok);
  if (!ok) return fail(ErrorCode::malformed, "带签名的数字信封无法解析");
  ASSIGN_OR_RETURN(sm4_key, recipient.decrypt(parts.sealed_key));
  if (sm4_key.reveal().size() != kBlockSize)
    return fail(ErrorCode::malformed, "数字信封中的对称密钥长度不正确");
  ASSIGN_OR_RETURN(plain, sm4_cbc(sm4_key, parts.iv, parts.content, Direction::decrypt));
  ASSIGN_OR_RETURN(signer, PublicKey::from_spki(signer_spki));
  if (!signer.verify(plain.reveal(), parts.signature))
    return fail(ErrorCode::invalid, "数字信封的签名无效：不是密钥管理中心签发的，或被改动过");
  return parse_key(plain);
}

std::string write_key_response(const KeyResponse& response) {
  if (response.enveloped_key.empty() != response.encryption_certificates.empty())
    throw std::logic_error("an encryption key and its certificate belong together");
  std::string parts = der::set_of(response.signing_certificates);
  if (!response.enveloped_key.empty()) {
    parts += der::explicitly(0, response.enveloped_key);
    parts += implicit_set(1, response.encryption_certificates);
  }
  return der::element(der::kSequence, parts);
}

Result<KeyResponse> read_key_response(std::string_view der) {
  bool ok = true;
  KeyResponse response;
  der::Reader whole(der, ok);
  der::Reader parts = whole.enter(der::kSequence);
  whole.end();
  der::Reader signing = parts.enter(der::kSet);
  while (!signing.done())
    response.signing_certificates.emplace_back(signing.take(der::kSequence).whole);
  if (parts.at(der::context_constructed(0))) {
    const std::string_view content = parts.take(der::context_constructed(0)).content;
    // EXPLICIT holds one SEQUENCE; IMPLICIT begins with the first part of it, the algorithm.
    bool is_explicit = true;
    der::Reader inner(content, is_explicit);
    (void)inner.take(der::kSequence);
    inner.end();
    response.enveloped_key =
        is_explicit ? std::string(content) : der::element(der::kSequence, content);
  }
  if (parts.at(der::context_constructed(1))) {
    der::Reader encryption = parts.enter(der::context_constructed(1));
    while (!encryption.done())
      response.encryption_certificates.emplace_back(encryption.take(der::kSequence).whole);
  }
  parts.end();
  const bool fits = response.enveloped_key.empty() == response.encryption_certificates.empty();
  if (!ok || response.signing_certificates.empty() || !fits)
    return fail(ErrorCode::malformed, "证书应答(CSRResponse)无法解析，或密钥没有对应的证书");
  return response;
}

}  // namespace certhall::pki
