#include <filesystem>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "http/server.h"
#include "unit/http/fake_hall.h"
#include "unit/http/raw_client.h"

namespace certhall::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

template <class T, auto kFree>
struct Free {
  void operator()(T* object) const { kFree(object); }
};
template <class T, auto kFree>
using Owned = std::unique_ptr<T, Free<T, kFree>>;

/// A certificate that nobody trusts, for an hour, in the files of `TlsFiles`.
TlsFiles make_certificate(const std::filesystem::path& folder) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());

  TlsFiles files{folder / "tls.pem", folder / "tls.key"};
  const Owned<BIO, BIO_free_all> chain(BIO_new_file(files.certificate_chain.c_str(), "w"));
  PEM_write_bio_X509(chain.get(), certificate.get());
  const Owned<BIO, BIO_free_all> secret(BIO_new_file(files.private_key.c_str(), "w"));
  PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

class Tls : public testing::Test {
 protected:
  Tls() { std::filesystem::create_directories(folder_); }
  ~Tls() override { std::filesystem::remove_all(folder_); }

  void start() {
    ServerOptions options{.port = 0, .tls = make_certificate(folder_)};
    server_ = std::make_unique<Server>(options, *hall_.dispatcher, hall_.random);
    server_->start();
  }

  /// All that comes back until the server closes; empty where there was no handshake.
  std::string ask(std::string_view request, int newest_version = TLS1_3_VERSION) const {
    const Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), newest_version);
    const Owned<BIO, BIO_free_all> bio(BIO_new_ssl_connect(context.get()));
    BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(server_->port())).c_str());
    std::string answer;
    if (BIO_do_handshake(bio.get()) != 1) return answer;
    BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
    char bytes[4096];
    for (int size; (size = BIO_read(bio.get(), bytes, sizeof bytes)) > 0;) {
      answer.append(bytes, static_cast<std::size_t>(size));
    }
    return answer;
  }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "tls_test";
  FakeHall hall_;
  std::unique_ptr<Server> server_;
};

TEST_F(Tls, TiesCookiesToTheHostAndAsksForTlsFromNowOn) {
  start();
  const std::string answer = ask(
      "POST /api/session HTTP/1.1\r\nHost: hall\r\nOrigin: https://hall\r\nConnection: close\r\n"
      "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"text\":\"t\"}");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer,
              HasSubstr("Set-Cookie: __Host-certhall=t; Path=/; HttpOnly; SameSite=Lax; Secure"));
  EXPECT_THAT(answer, HasSubstr("Strict-Transport-Security: "));
}

TEST_F(Tls, SpeaksNothingOlderThanTwelve) {
  start();
  constexpr std::string_view kRequest =
      "GET /api/notes/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  EXPECT_THAT(ask(kRequest, TLS1_2_VERSION), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(ask(kRequest, TLS1_1_VERSION), "");
}

TEST_F(Tls, DoesNotAnswerInTheClear) {
  start();
  RawClient plain(server_->port());
  plain.send("GET /api/notes/1 HTTP/1.1\r\nHost: h\r\n\r\n");
  const auto answer = plain.receive();
  EXPECT_FALSE(answer);
}

TEST_F(Tls, RefusesToStartWithoutItsFiles) {
  ServerOptions options{.port = 0, .tls = TlsFiles{folder_ / "none.pem", folder_ / "none.key"}};
  EXPECT_THROW(Server(options, *hall_.dispatcher, hall_.random), std::runtime_error);
}

}  // namespace
}  // namespace certhall::http
