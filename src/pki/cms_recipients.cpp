#include "pki/cms_recipients.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "pki/openssl.h"

namespace certhall::pki {
namespace {

using Algorithm = openssl::Handle<X509_ALGOR, X509_ALGOR_free>;

int name_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* name = nullptr;
  X509_ALGOR_get0(&name, nullptr, nullptr, algorithm);
  return OBJ_obj2nid(name);
}

bool is_transported_by_rsa(CMS_RecipientInfo* recipient) {
  X509_ALGOR* algorithm = nullptr;
  if (CMS_RecipientInfo_ktri_get0_algs(recipient, nullptr, nullptr, &algorithm) != 1) return false;
  const int name = name_of(algorithm);
  return name == NID_rsaEncryption || name == NID_rsaesOaep;
}

/// The wrapping algorithm is the parameter of the one that agrees on a key.
bool is_wrapped_by_aes(CMS_RecipientInfo* recipient) {
  X509_ALGOR* agreement = nullptr;
  if (CMS_RecipientInfo_kari_get0_alg(recipient, &agreement, nullptr) != 1) return false;
  int type = 0;
  const void* parameter = nullptr;
  X509_ALGOR_get0(nullptr, &type, &parameter, agreement);
  if (type != V_ASN1_SEQUENCE) return false;
  const auto* text = static_cast<const ASN1_STRING*>(parameter);
  const unsigned char* start = ASN1_STRING_get0_data(text);
  const Algorithm wrap(d2i_X509_ALGOR(nullptr, &start, ASN1_STRING_length(text)));
  const int name = wrap ? name_of(wrap.get()) : NID_undef;
  return name == NID_id_aes128_wrap || name == NID_id_aes192_wrap || name == NID_id_aes256_wrap;
}

bool is_known(CMS_RecipientInfo* recipient) {
  const int type = CMS_RecipientInfo_type(recipient);
  return (type == CMS_RECIPINFO_TRANS && is_transported_by_rsa(recipient)) ||
         (type == CMS_RECIPINFO_AGREE && is_wrapped_by_aes(recipient));
}

}  // namespace

bool has_known_recipients(CMS_ContentInfo_st& message) {
  STACK_OF(CMS_RecipientInfo)* recipients = CMS_get0_RecipientInfos(&message);
  const int count = sk_CMS_RecipientInfo_num(recipients);  // -1 where it has none
  for (int i = 0; i < count; ++i)
    if (!is_known(sk_CMS_RecipientInfo_value(recipients, i))) {
      ERR_clear_error();
      return false;
    }
  return count > 0;
}

}  // namespace certhall::pki
