#pragma once
// An SKF library's functions, loaded; and what its answers mean to the person at the station.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/token/library.h"
#include "adapters/token/skf.h"

namespace certhall::adapters {

struct SkfLibrary : skf::Functions {
  [[nodiscard]] static Result<std::shared_ptr<const SkfLibrary>> load(
      const std::filesystem::path& path);

  std::shared_ptr<const Library> library;
};

/// `answer` of a call on a device as a failure; a good one is none. `doing` begins the sentence:
/// "生成签名密钥". A wrong PIN: `invalid`; a locked one: `forbidden`; no room: `too_large`; a
/// device that was pulled out: `not_found`; anything else: `upstream` with the number.
[[nodiscard]] Status skf_status(skf::ULONG answer, std::string_view serial, std::string_view doing);

/// Interfaces of C want characters that they may change.
class Characters {
 public:
  explicit Characters(std::string_view text) : text_(text) {}
  ~Characters();
  Characters(const Characters&) = delete;
  Characters& operator=(const Characters&) = delete;
  // NOLINTNEXTLINE(google-explicit-constructor): so that it stands where the characters are wanted
  operator char*() { return text_.data(); }

 private:
  std::string text_;
};

}  // namespace certhall::adapters
