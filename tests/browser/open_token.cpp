// open_token FOLDER PIN MESSAGE SIGNATURE CIPHER PLAIN: logs in, signs the file MESSAGE into
// SIGNATURE, decrypts the file CIPHER into PLAIN, and lays signing.cer and encryption.cer beside
// them. Ends with 1 and the token's own words when it refuses.

#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>

#include "adapters/token/folder_token.h"
#include "base/files.h"
#include "base/random.h"

namespace certhall {
namespace {

std::string bytes_of(const std::filesystem::path& path) {
  auto bytes = read_file(path);
  if (!bytes) throw std::runtime_error("cannot read " + path.string());
  return *std::move(bytes);
}

Status use_token(char** arguments) {
  SystemRandom random;
  adapters::FolderToken token(arguments[1], random);
  RETURN_IF_ERROR(token.login(SecretText{arguments[2]}));
  ASSIGN_OR_RETURN(signature, token.sign(bytes_of(arguments[3])));
  ASSIGN_OR_RETURN(plain, token.decrypt(bytes_of(arguments[5])));
  ASSIGN_OR_RETURN(contents, token.read());
  const auto folder = std::filesystem::path(arguments[4]).parent_path();
  write_file_durably(arguments[4], signature);
  write_file_durably(arguments[6], plain.reveal());
  write_file_durably(folder / "signing.cer", contents.signing_certificate);
  write_file_durably(folder / "encryption.cer", contents.encryption_certificate);
  return {};
}

}  // namespace
}  // namespace certhall

int main(int count, char** arguments) {
  if (count != 7) {
    std::cerr << "open_token FOLDER PIN MESSAGE SIGNATURE CIPHER PLAIN\n";
    return 2;
  }
  try {
    const auto used = certhall::use_token(arguments);
    if (used) return 0;
    std::cerr << used.error().message << "\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 1;
}
