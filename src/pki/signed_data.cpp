#include "pki/signed_data.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/encoding.h"
#include "pki/certificate.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

using openssl::bytes;

constexpr std::size_t kMostElements = 64;  // certificates, signers, attributes: of each
constexpr std::string_view kRsaPss = "1.2.840.113549.1.1.10";
constexpr std::string_view kSm2Sign = "1.2.156.10197.1.301.1";
constexpr std::string_view kContentType = "1.2.840.113549.1.9.3";
constexpr std::string_view kMessageDigest = "1.2.840.113549.1.9.4";
char kDefaultIdentity[] = "1234567812345678";

std::string read_algorithm(der::Reader& reader) {
  der::Reader algorithm = reader.enter(der::kSequence);
  return algorithm.oid();
}

std::vector<CmsAttribute> read_attributes(der::Reader list) {
  std::vector<CmsAttribute> attributes;
  while (!list.done()) {
    if (attributes.size() == kMostElements) list.fail();
    der::Reader attribute = list.enter(der::kSequence);
    const std::string type = attribute.oid();
    der::Reader values = attribute.enter(der::kSet);
    attributes.push_back({type, std::string(values.any().whole)});
    attribute.end();
  }
  return attributes;
}

void read_signer_name(der::Reader& reader, CmsSigner& signer) {
  if (reader.at(der::context(0))) {
    signer.key_id = reader.any().content;
    return;
  }
  der::Reader name = reader.enter(der::kSequence);
  signer.issuer_der = name.take(der::kSequence).whole;
  signer.serial = to_hex(name.integer());
  name.end();
}

CmsSigner read_signer(der::Reader reader) {
  constexpr std::uint64_t kNewestVersion = 3;
  CmsSigner signer;
  (void)reader.small_integer(kNewestVersion);
  read_signer_name(reader, signer);
  signer.digest_oid = read_algorithm(reader);
  bool ok = true;
  if (reader.at(der::context_constructed(0))) {
    const auto attributes = reader.any().content;
    // RFC 5652 5.4: signed is the SET OF, not the tag under which it travels.
    signer.signed_attributes_der = der::element(der::kSet, attributes);
    signer.signed_attributes = read_attributes(der::Reader(attributes, ok));
  }
  signer.signature_oid = read_algorithm(reader);
  signer.signature = reader.octet_string();
  if (reader.at(der::context_constructed(1)))
    signer.unsigned_attributes = read_attributes(der::Reader(reader.any().content, ok));
  reader.end();
  if (!ok) reader.fail();
  return signer;
}

void read_body(der::Reader reader, SignedData& data) {
  constexpr std::uint64_t kNewestVersion = 5;
  (void)reader.small_integer(kNewestVersion);
  reader.take(der::kSet);  // digest algorithms: each signer names his own
  der::Reader content = reader.enter(der::kSequence);
  data.content_type = content.oid();
  if (content.at(der::context_constructed(0))) {
    der::Reader wrapper = content.enter(der::context_constructed(0));
    // PKCS#7, and GB/T 35275 with it, has other things here than an octet string.
    const auto inner = wrapper.any();
    data.content = std::string(inner.tag == der::kOctetString ? inner.content : inner.whole);
    wrapper.end();
  }
  content.end();
  if (reader.at(der::context_constructed(0))) {
    der::Reader certificates = reader.enter(der::context_constructed(0));
    while (!certificates.done()) {
      const auto each = certificates.any();
      if (data.certificates.size() == kMostElements) certificates.fail();
      if (each.tag == der::kSequence) data.certificates.emplace_back(each.whole);
    }
  }
  if (reader.at(der::context_constructed(1))) reader.any();  // revocation lists
  der::Reader signers = reader.enter(der::kSet);
  reader.end();
  while (!signers.done()) {
    if (data.signers.size() == kMostElements) signers.fail();
    data.signers.push_back(read_signer(signers.enter(der::kSequence)));
  }
}

/// The digest that a signature algorithm names, or else that its signer does; null: none known.
const EVP_MD* digest_of(std::string_view signature_oid, std::string_view digest_oid) {
  int digest = NID_undef, key = NID_undef;
  const int signature = OBJ_txt2nid(std::string(signature_oid).c_str());
  if (signature_oid == kSm2Sign || signature_oid == oid::kSm2WithSm3) return EVP_sm3();
  if (signature == NID_undef || OBJ_find_sigid_algs(signature, &digest, &key) != 1 ||
      digest == NID_undef)
    digest = OBJ_txt2nid(std::string(digest_oid).c_str());
  return EVP_get_digestbynid(digest);
}

openssl::Key key_of(std::string_view spki) {
  const unsigned char* at = bytes(spki);
  openssl::Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
  if (!key) ERR_clear_error();
  return key;
}

bool prepare(EVP_PKEY_CTX* context, const EVP_PKEY* key, std::string_view signature_oid) {
  if (EVP_PKEY_is_a(key, "SM2") == 1)
    return EVP_PKEY_CTX_set1_id(context, kDefaultIdentity, sizeof kDefaultIdentity - 1) == 1;
  if (signature_oid != kRsaPss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_AUTO) == 1;
}

const CmsAttribute* find(const std::vector<CmsAttribute>& attributes, std::string_view oid) {
  const auto found = std::ranges::find(attributes, oid, &CmsAttribute::oid);
  return found == attributes.end() ? nullptr : &*found;
}

std::string_view own_digest(Algorithm algorithm) {
  return algorithm == Algorithm::sm2_sm3 ? oid::kSm3 : oid::kSha256;
}

}  // namespace

const CmsAttribute* CmsSigner::signed_attribute(std::string_view oid) const {
  return find(signed_attributes, oid);
}
const CmsAttribute* CmsSigner::unsigned_attribute(std::string_view oid) const {
  return find(unsigned_attributes, oid);
}

namespace {

/// Other programs write CMS as they go, in BER of lengths that only the end tells (X.690 8.1.3.6);
/// what is signed in it is DER all the same (RFC 5652 5.4). Empty where nobody can read it.
std::string as_der(std::string_view ber) {
  const unsigned char* at = bytes(ber);
  const openssl::Handle<CMS_ContentInfo, CMS_ContentInfo_free> read(
      d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(ber.size())));
  const int size = read ? i2d_CMS_ContentInfo(read.get(), nullptr) : 0;
  ERR_clear_error();
  if (size <= 0) return "";
  std::string der(static_cast<std::size_t>(size), '\0');
  unsigned char* out = bytes(der);
  openssl::require(i2d_CMS_ContentInfo(read.get(), &out) == size, "CMS");
  return der;
}

constexpr std::string_view kLengthLater("\x30\x80", 2);

}  // namespace

Result<SignedData> parse_signed_data(std::string_view input) {
  const std::string converted = input.starts_with(kLengthLater) ? as_der(input) : "";
  const std::string_view der = converted.empty() ? input : converted;
  bool ok = true;
  SignedData data;
  der::Reader file(der, ok);
  const auto element = file.take(der::kSequence);
  der::Reader whole(element.content, ok);
  const std::string type = whole.oid();
  der::Reader wrapper = whole.enter(der::context_constructed(0));
  whole.end();
  read_body(wrapper.enter(der::kSequence), data);
  wrapper.end();
  const bool known = type == oid::kCmsSignedData || type == oid::kSm2SignedData;
  if (!ok || !known || der.find_first_not_of('\0', element.whole.size()) != der.npos)
    return fail(ErrorCode::malformed, "签名数据无法解析：不是 CMS 签名");
  return data;
}

std::optional<std::string> digest_by_oid(std::string_view oid, std::string_view message) {
  const EVP_MD* digest = EVP_get_digestbynid(OBJ_txt2nid(std::string(oid).c_str()));
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (digest == nullptr ||
      EVP_Digest(message.data(), message.size(), out.data(), &size, digest, nullptr) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  return std::string(reinterpret_cast<const char*>(out.data()), size);
}

Fit verify_any(std::string_view spki, std::string_view signature_oid, std::string_view digest_oid,
               std::string_view message, std::string_view signature) {
  const openssl::Key key = key_of(spki);
  const EVP_MD* digest = digest_of(signature_oid, digest_oid);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  openssl::require(context != nullptr, "digest context");
  EVP_PKEY_CTX* key_context = nullptr;
  if (!key || digest == nullptr ||
      EVP_DigestVerifyInit(context.get(), &key_context, digest, nullptr, key.get()) != 1 ||
      !prepare(key_context, key.get(), signature_oid)) {
    ERR_clear_error();
    return Fit::unknown;
  }
  const bool fits = EVP_DigestVerify(context.get(), bytes(signature), signature.size(),
                                     bytes(message), message.size()) == 1;
  if (!fits) ERR_clear_error();
  return fits ? Fit::fits : Fit::broken;
}

Fit content_fits(const CmsSigner& signer, std::string_view content) {
  if (signer.signed_attributes_der.empty()) return Fit::unknown;
  const auto* stated = signer.signed_attribute(kMessageDigest);
  if (stated == nullptr) return Fit::broken;  // RFC 5652 5.3: must be there
  const auto digest = digest_by_oid(signer.digest_oid, content);
  if (!digest) return Fit::unknown;
  bool ok = true;
  der::Reader value(stated->value, ok);
  const bool equal = value.octet_string() == *digest;
  value.end();
  return ok && equal ? Fit::fits : Fit::broken;
}

Fit signature_fits(const CmsSigner& signer, std::string_view content, std::string_view spki) {
  const std::string_view message =
      signer.signed_attributes_der.empty() ? content : signer.signed_attributes_der;
  return verify_any(spki, signer.signature_oid, signer.digest_oid, message, signer.signature);
}

std::string cms_attribute(std::string_view oid, std::string_view value) {
  return der::sequence({der::oid(oid), der::set_of({std::string(value)})});
}

SignedDataDraft draft_signed_data(std::string content_type, std::string content,
                                  std::vector<std::string> attributes,
                                  std::string_view signer_certificate, Algorithm algorithm) {
  const auto certificate = parse_certificate(signer_certificate);
  if (!certificate) throw std::invalid_argument("a signer's certificate that cannot be read");
  const auto digest = digest_by_oid(own_digest(algorithm), content);
  openssl::require(digest.has_value(), "digest");
  attributes.push_back(cms_attribute(kContentType, der::oid(content_type)));
  attributes.push_back(cms_attribute(kMessageDigest, der::octet_string(*digest)));
  const auto serial = from_hex(certificate->serial);
  return {.content_type = std::move(content_type),
          .content = std::move(content),
          .attributes = der::set_of(std::move(attributes)),
          .issuer_der = certificate->issuer_der,
          .serial_der = der::integer(std::string_view(*serial)),
          .algorithm = algorithm};
}

std::string finish_signed_data(const SignedDataDraft& draft, std::string_view signature,
                               const std::vector<std::string>& certificates) {
  constexpr std::uint64_t kVersion = 3;  // RFC 5652 5.1: the content is not plain data
  bool ok = true;
  const auto content_of_set = [&](const std::string& set) {
    return std::string(der::Reader(set, ok).take(der::kSet).content);
  };
  // RFC 5754 2: left out rather than NULL.
  const std::string digest = der::sequence({der::oid(own_digest(draft.algorithm))});
  const std::string signer = der::sequence(
      {der::integer(std::uint64_t{1}), der::sequence({draft.issuer_der, draft.serial_der}), digest,
       der::element(der::context_constructed(0), content_of_set(draft.attributes)),
       signature_algorithm(draft.algorithm, Sm2Parameters::absent), der::octet_string(signature)});
  const std::string bundle =
      certificates.empty()
          ? ""
          : der::element(der::context_constructed(0), content_of_set(der::set_of(certificates)));
  const std::string data =
      der::sequence({der::integer(kVersion), der::set_of({digest}),
                     der::sequence({der::oid(draft.content_type),
                                    der::explicitly(0, der::octet_string(draft.content))}),
                     bundle, der::set_of({signer})});
  return der::sequence({der::oid(oid::kCmsSignedData), der::explicitly(0, data)});
}

}  // namespace certhall::pki
