#pragma once
// CMS signed data (RFC 5652 clause 5; GB/T 35275-2017 for SM2): one signer's when written,
// anybody's when read. What is read may come from any program, in any algorithm that OpenSSL knows.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pki/signer.h"

namespace certhall::pki {

struct CmsAttribute {
  std::string oid;
  std::string value;  // the first value, DER with its tag
};

struct CmsSigner {
  std::string issuer_der, serial;  // serial lower-case hex; both empty when given by key
  std::string key_id;              // subject key identifier; empty when given by name
  std::string digest_oid, signature_oid;
  std::vector<CmsAttribute> signed_attributes, unsigned_attributes;
  std::string signed_attributes_der;  // as SET OF, what the signature is over; empty: the content
  std::string signature;

  /// Null where there is none.
  [[nodiscard]] const CmsAttribute* signed_attribute(std::string_view oid) const;
  [[nodiscard]] const CmsAttribute* unsigned_attribute(std::string_view oid) const;
};

struct SignedData {
  std::string content_type;               // OID
  std::optional<std::string> content;     // nothing: detached
  std::vector<std::string> certificates;  // DER, as they came
  std::vector<CmsSigner> signers;         // none: a bundle of certificates
};

/// ContentInfo with signed data, under the OID of RFC 5652 or that of GB/T 35275. Zero bytes behind
/// it are taken no notice of: PDF pads with them. `malformed` for anything else.
[[nodiscard]] Result<SignedData> parse_signed_data(std::string_view der);

enum class Fit { fits, broken, unknown };  // unknown: an algorithm that cannot be checked here

/// Whether the content is the one that was signed: the message digest among the attributes. Where
/// there are no attributes the signature is over the content itself, and tells.
[[nodiscard]] Fit content_fits(const CmsSigner& signer, std::string_view content);
/// Whether this key made the signature, over the attributes or else over the content.
[[nodiscard]] Fit signature_fits(const CmsSigner& signer, std::string_view content,
                                 std::string_view spki);

/// Any signature that OpenSSL can check. `digest_oid` counts where the signature's algorithm does
/// not name its digest. SM2 with the default identity.
[[nodiscard]] Fit verify_any(std::string_view spki, std::string_view signature_oid,
                             std::string_view digest_oid, std::string_view message,
                             std::string_view signature);
/// Nothing for a digest that OpenSSL does not know.
[[nodiscard]] std::optional<std::string> digest_by_oid(std::string_view oid,
                                                       std::string_view bytes);

/// Signed data of one signer with its content, before the signature.
struct SignedDataDraft {
  std::string content_type, content;
  std::string attributes;              // SET OF, DER
  std::string issuer_der, serial_der;  // of the signer's certificate
  Algorithm algorithm = Algorithm::sm2_sm3;
};
/// `attributes` are complete Attribute elements; content type and message digest are added here.
[[nodiscard]] SignedDataDraft draft_signed_data(std::string content_type, std::string content,
                                                std::vector<std::string> attributes,
                                                std::string_view signer_certificate,
                                                Algorithm algorithm);
[[nodiscard]] std::string finish_signed_data(const SignedDataDraft& draft,
                                             std::string_view signature,
                                             const std::vector<std::string>& certificates);
[[nodiscard]] std::string cms_attribute(std::string_view oid, std::string_view value);

}  // namespace certhall::pki
