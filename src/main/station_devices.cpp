#include "main/station_devices.h"

#include <stdexcept>

#include "adapters/token/folder_token.h"
#include "adapters/token/pkcs11_token.h"
#include "adapters/token/skf_token.h"
#include "base/files.h"

namespace certhall {
namespace {

constexpr std::string_view kSkf = "skf:", kPkcs11 = "pkcs11:";

}  // namespace

std::string first_line(const std::string& path) {
  const auto text = read_file(path);
  if (!text) throw std::runtime_error("读不到文件 " + path);
  return text->substr(0, text->find_first_of("\r\n"));
}

Result<std::unique_ptr<app::TokenDevices>> open_devices(const StationOptions& options,
                                                        Random& random) {
  const std::string_view token(options.token);
  if (token == "folder") {
    std::filesystem::create_directories(options.tokens);
    return std::make_unique<adapters::FolderTokens>(options.tokens, random);
  }
  const auto path = [&](std::string_view kind) { return std::string(token.substr(kind.size())); };
  if (token.starts_with(kSkf)) {
    adapters::SkfOptions skf{.library = path(kSkf)};
    if (!options.container.empty()) skf.application = skf.container = options.container;
    if (!options.maker_pin_file.empty())
      skf.authentication_key = SecretText{first_line(options.maker_pin_file)};
    return adapters::open_skf_devices(std::move(skf));
  }
  if (token.starts_with(kPkcs11)) {
    adapters::Pkcs11Options pkcs11{.module = path(kPkcs11)};
    if (options.algorithm == "rsa") pkcs11.algorithm = pki::Algorithm::rsa_sha256;
    if (!options.maker_pin_file.empty())
      pkcs11.maker_so_pin = SecretText{first_line(options.maker_pin_file)};
    return adapters::open_pkcs11_devices(std::move(pkcs11), random);
  }
  return fail(ErrorCode::invalid, "--token 应为 folder、skf:库文件 或 pkcs11:库文件");
}

}  // namespace certhall
