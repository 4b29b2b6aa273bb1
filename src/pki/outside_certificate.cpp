#include "pki/outside_certificate.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

using openssl::bytes;
using Certificate = openssl::Handle<X509, X509_free>;
using Memory = openssl::Handle<BIO, BIO_free_all>;
using Purposes = openssl::Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

std::string text_of(const unsigned char* data, int size) {
  return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(std::max(size, 0))};
}

std::string name_text(const X509_NAME* name) {
  // Every string type as UTF-8, letters of all languages as they are.
  constexpr unsigned long kFlags =
      (XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) | ASN1_STRFLGS_UTF8_CONVERT;
  const Memory memory(BIO_new(BIO_s_mem()));
  openssl::require(memory != nullptr, "memory");
  X509_NAME_print_ex(memory.get(), name, 0, kFlags);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return to_utf8(to_code_points({data, static_cast<std::size_t>(size)}));
}

std::string name_part(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string text = text_of(utf8, size);
  OPENSSL_free(utf8);
  return to_utf8(to_code_points(text));
}

std::string name_der(const X509_NAME* name) {
  const unsigned char* der = nullptr;
  std::size_t size = 0;
  if (X509_NAME_get0_der(name, &der, &size) != 1) return {};
  return {reinterpret_cast<const char*>(der), size};
}

std::optional<Timestamp> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

std::string oid_text(const ASN1_OBJECT* object) {
  std::array<char, 128> text{};
  const int size = OBJ_obj2txt(text.data(), text.size(), object, 1);
  return size > 0 && static_cast<std::size_t>(size) < text.size() ? text.data() : "";
}

std::string key_text(const EVP_PKEY* key) {
  if (key == nullptr) return "未知";
  if (EVP_PKEY_is_a(key, "SM2") == 1) return "SM2";
  const std::string bits = std::to_string(EVP_PKEY_get_bits(key));
  if (EVP_PKEY_is_a(key, "EC") == 1) return "EC P-" + bits;
  const char* type = EVP_PKEY_get0_type_name(key);
  return (type != nullptr ? std::string(type) : "未知") + " " + bits;
}

/// KeyUsage's bits as pki::key_usage has them, from OpenSSL's.
std::uint32_t usage_bits(std::uint32_t flags) {
  if (flags == UINT32_MAX) return 0;  // absent
  return (flags & 0xffU) << 8;
}

void read_purposes(X509* x509, OutsideCertificate& certificate) {
  int critical = 0;
  const Purposes purposes(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, nullptr)));
  if (!purposes) return;
  certificate.extended_key_usage_critical = critical == 1;
  for (int i = 0; i < sk_ASN1_OBJECT_num(purposes.get()); ++i)
    certificate.extended_key_usage.push_back(oid_text(sk_ASN1_OBJECT_value(purposes.get(), i)));
}

/// SEQUENCE { tbs, algorithm, BIT STRING } as it came.
bool read_signature(OutsideCertificate& certificate) {
  bool ok = true;
  der::Reader whole(certificate.der, ok);
  der::Reader parts = whole.enter(der::kSequence);
  whole.end();
  certificate.tbs = parts.take(der::kSequence).whole;
  certificate.signature_oid = parts.enter(der::kSequence).oid();
  certificate.signature = parts.bit_string();
  parts.end();
  return ok;
}

auto unreadable() {
  return fail(ErrorCode::malformed, "证书无法解析：不是 DER 编码的 X.509 证书，文件可能已损坏");
}

}  // namespace

Result<OutsideCertificate> read_certificate(std::string_view der) {
  const unsigned char* at = bytes(der);
  const Certificate x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!x509 || at != bytes(der) + der.size()) return unreadable();
  OutsideCertificate certificate;
  certificate.der = der;
  const auto not_before = time_of(X509_get0_notBefore(x509.get()));
  const auto not_after = time_of(X509_get0_notAfter(x509.get()));
  if (!not_before || !not_after || !read_signature(certificate)) return unreadable();
  certificate.not_before = *not_before;
  certificate.not_after = *not_after;
  const ASN1_INTEGER* serial = X509_get0_serialNumber(x509.get());
  certificate.serial = to_hex(text_of(ASN1_STRING_get0_data(serial), ASN1_STRING_length(serial)));
  const X509_NAME* subject = X509_get_subject_name(x509.get());
  const X509_NAME* issuer = X509_get_issuer_name(x509.get());
  certificate.subject_der = name_der(subject);
  certificate.issuer_der = name_der(issuer);
  certificate.subject = name_text(subject);
  certificate.issuer = name_text(issuer);
  certificate.common_name = name_part(subject, NID_commonName);
  certificate.organization = name_part(subject, NID_organizationName);
  unsigned char* spki = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x509.get()), &spki);
  certificate.spki = text_of(spki, size);
  OPENSSL_free(spki);
  certificate.key_text = key_text(X509_get0_pubkey(x509.get()));
  certificate.key_usage = usage_bits(X509_get_key_usage(x509.get()));
  certificate.is_authority = X509_check_ca(x509.get()) == 1;
  read_purposes(x509.get(), certificate);
  if (const auto* key_id = X509_get0_subject_key_id(x509.get()))
    certificate.subject_key_id = text_of(ASN1_STRING_get0_data(key_id), ASN1_STRING_length(key_id));
  ERR_clear_error();
  return certificate;
}

Fit signed_by(const OutsideCertificate& certificate, std::string_view issuer_spki) {
  return verify_any(issuer_spki, certificate.signature_oid, "", certificate.tbs,
                    certificate.signature);
}

bool is_of(const CmsSigner& signer, const OutsideCertificate& certificate) {
  if (signer.key_id.empty())
    return signer.serial == certificate.serial && signer.issuer_der == certificate.issuer_der;
  return signer.key_id == certificate.subject_key_id;
}

}  // namespace certhall::pki
