#include "adapters/token/envelope.h"

#include <openssl/cms.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

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

void free_list(STACK_OF(X509) * list) { sk_X509_free(list); }

}  // namespace

std::string seal_envelope(std::string_view plain, const std::string& certificate) {
  const auto* start = reinterpret_cast<const unsigned char*>(certificate.data());
  const Handle<X509, X509_free> recipient(
      d2i_X509(nullptr, &start, static_cast<long>(certificate.size())));
  const Handle<BIO, BIO_free> in(BIO_new_mem_buf(plain.data(), static_cast<int>(plain.size())));
  const Handle<STACK_OF(X509), free_list> recipients(sk_X509_new_null());
  if (!recipient || !in || !recipients || sk_X509_push(recipients.get(), recipient.get()) != 1)
    throw std::runtime_error("OpenSSL: a recipient");
  const Handle<CMS_ContentInfo, CMS_ContentInfo_free> cms(
      CMS_encrypt(recipients.get(), in.get(), EVP_aes_256_cbc(), CMS_BINARY));
  const int size = cms ? i2d_CMS_ContentInfo(cms.get(), nullptr) : 0;
  if (size <= 0) throw std::runtime_error("OpenSSL: CMS EnvelopedData");
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_CMS_ContentInfo(cms.get(), &out);
  return der;
}

}  // namespace certhall::adapters
