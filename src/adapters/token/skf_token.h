#pragma once
// Tokens behind an SKF library (GM/T 0016). Each is one application with one container: the signing
// pair made on the device, the encryption pair unwrapped on the device from its envelope.

#include <filesystem>
#include <memory>
#include <string>

#include "app/ports/token.h"

namespace certhall::adapters {

struct SkfOptions {
  std::filesystem::path library;
  std::string application = "CERTHALL";  // both names as the holder's programs expect them
  std::string container = "CERTHALL";
  SecretText authentication_key{"1234567812345678"};  // the maker's, 16 bytes
};

inline constexpr int kSkfPinTries = 6, kSkfSoPinTries = 10;

/// `not_found`: no such library; `unsupported_type`: it lacks a function, which is named.
[[nodiscard]] Result<std::unique_ptr<app::TokenDevices>> open_skf_devices(SkfOptions options);

}  // namespace certhall::adapters
