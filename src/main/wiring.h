#pragma once
// Puts the program together from its configuration. Nothing else knows which implementation stands
// behind a port.

#include <memory>

#include "base/secret.h"
#include "main/config.h"

namespace certhall {

/// The hall with all that it stands on; lives as long as the command.
class Wiring {
 public:
  /// Opens (and at first start makes) data folder, keys and database. Throws with a sentence that a
  /// person can act on. `with_reader`: commands that take no uploads do without the jailed reader.
  Wiring(const Config& config, bool with_reader);
  ~Wiring();
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  [[nodiscard]] app::Hall& hall();
  [[nodiscard]] Random& random();
  /// 32 bytes that are made once, under secrets/, and then always the same.
  [[nodiscard]] SecretText secret(const std::string& name);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A file that comes with the program; throws when it is missing.
[[nodiscard]] std::string read_share(const Config& config, const std::string& name);

}  // namespace certhall
