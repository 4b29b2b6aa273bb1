// Key envelopes for foreign implementations to open, and a reader for those that they made.
//
//   key_envelopes write FOLDER
//   key_envelopes read natural|skf|sdf ENVELOPE RECIPIENT_PKCS8 SPKI     0: it brings this key
//   key_envelopes read-signed MESSAGE RECIPIENT_PKCS8 SPKI SIGNER_SPKI
//   key_envelopes read-response RESPONSE RECIPIENT_PKCS8 SPKI
//
// All files are DER; keys are those of invented people and are thrown away.

#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/clock.h"
#include "base/files.h"
#include "base/json.h"
#include "pki/ceremony.h"
#include "pki/envelope.h"
#include "pki/key_message.h"

namespace certhall::pki {
namespace {

namespace fs = std::filesystem;

class Writer {
 public:
  explicit Writer(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }

  void write_sm2() {
    const auto user = keep(PrivateKey::generate(Algorithm::sm2_sm3), "sm2.user");
    const auto key = keep(PrivateKey::generate(Algorithm::sm2_sm3), "sm2.key");
    write("sm2.natural", *seal_key(key, user.public_key(), EnvelopeForm::natural, random_));
    write("sm2.skf", *seal_key(key, user.public_key(), EnvelopeForm::skf, random_));
    write("sm2.sdf", *seal_key(key, user.public_key(), EnvelopeForm::sdf, random_));
    const KeySigner root(PrivateKey::generate(Algorithm::sm2_sm3));
    const KeySigner centre(PrivateKey::generate(Algorithm::sm2_sm3));
    const CeremonyPlan plan{.profiles = demo_profiles({}, {}),
                            .root_name = name_of("示例根"),
                            .issuing_name = name_of("示例密钥管理中心"),
                            .responder_name = name_of("示例应答"),
                            .start = SystemClock().now() - std::chrono::hours{1}};
    const auto made = hold_ceremony(plan, root, centre, user.public_key().spki(), random_);
    if (!made) throw std::runtime_error(made.error().message);
    write("centre.cer", made->issuing);
    write("centre.spki", centre.spki());
    const auto own = *parse_certificate(made->issuing);
    write("sm2.signed",
          seal_key_signed(key, user.public_key(), {.issuer_der = own.subject_der, .serial = "0a01"},
                          centre, made->issuing, random_));
    write("sm2.response",
          write_key_response(
              {.signing_certificates = {made->responder},
               .enveloped_key = *seal_key(key, user.public_key(), EnvelopeForm::natural, random_),
               .encryption_certificates = {made->issuing}}));
  }

  void write_cms(Algorithm algorithm, const std::string& name) {
    const auto user = keep(PrivateKey::generate(algorithm), name + ".user");
    const auto key = keep(PrivateKey::generate(algorithm), name + ".key");
    write(name + ".natural", *seal_key(key, user.public_key(), EnvelopeForm::natural, random_));
  }

 private:
  static Name name_of(std::string common_name) {
    return {{std::string(oid::kCountry), "CN"},
            {std::string(oid::kCommonName), std::move(common_name)}};
  }
  PrivateKey keep(PrivateKey key, const std::string& name) {
    write(name + ".pkcs8", key.to_pkcs8().reveal());
    write(name + ".spki", key.public_key().spki());
    return key;
  }
  /// Beside it one with a bit flipped in its last eighth, where every form has something sealed.
  void write(const std::string& name, std::string_view bytes) {
    write_file_durably(folder_ / name, bytes);
    std::string flipped(bytes);
    const std::size_t at = bytes.size() - 10;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write_file_durably(folder_ / (name + ".flipped"), flipped);
  }

  const fs::path folder_;
  SystemRandom random_;
};

std::string file(const char* path) {
  auto text = read_file(path);
  if (!text) throw std::runtime_error(std::string("no file ") + path);
  return *std::move(text);
}

int verdict(const Result<PrivateKey>& key, const char* spki) {
  if (!key) {
    std::cout << "refused: " << key.error().message << "\n";
    return 1;
  }
  const bool fits = key->public_key().spki() == file(spki);
  std::cout << (fits ? "accepted\n" : "refused: another key\n");
  return fits ? 0 : 1;
}

int run(int count, char** words) {
  const std::string command = count > 1 ? words[1] : "";
  const auto private_key = [&](int at) {
    return PrivateKey::from_pkcs8(SecretText(file(words[at]))).value();
  };
  if (command == "write" && count == 3) {
    Writer writer(words[2]);
    writer.write_sm2();
    writer.write_cms(Algorithm::p256_sha256, "p256");
    writer.write_cms(Algorithm::rsa_sha256, "rsa");
    return 0;
  }
  if (command == "read" && count == 6)
    return verdict(
        open_key(file(words[3]), private_key(4), *enum_from_text<EnvelopeForm>(words[2])),
        words[5]);
  if (command == "read-signed" && count == 6)
    return verdict(open_key_signed(file(words[2]), private_key(3), file(words[5])), words[4]);
  if (command == "read-response" && count == 5) {
    const auto response = read_key_response(file(words[2]));
    if (!response) return verdict(fail(response.error()), words[4]);
    return verdict(open_key(response->enveloped_key, private_key(3), EnvelopeForm::natural),
                   words[4]);
  }
  std::cerr << "see the head of key_envelopes.cpp\n";
  return 2;
}

}  // namespace
}  // namespace certhall::pki

int main(int count, char** words) {
  try {
    return certhall::pki::run(count, words);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
}
