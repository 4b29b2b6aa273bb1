#pragma once
// What OCSP keeps in memory comes from here: every change of a certificate's status in the order of
// the commits, and which nodes answer from memory up to which of them (docs/decisions/ocsp.md).

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace certhall::app {

/// Texts as in the columns of `certificate`; they live as long as the call.
struct StatusChange {
  std::int64_t seq = 0;
  std::string_view issuer, serial, status;
  Timestamp revoked_at;
  std::string_view reason;
};

class StatusStore {
 public:
  virtual ~StatusStore() = default;
  /// The highest seq; 0 before the first.
  [[nodiscard]] virtual std::int64_t newest() = 0;
  /// Every change with after < seq <= up_to, in any order, without holding more than one.
  virtual void scan(std::int64_t after, std::int64_t up_to,
                    const std::function<void(const StatusChange&)>& take) = 0;
  /// As it stands now; false when there is no such certificate.
  virtual bool find(std::string_view issuer, std::string_view serial,
                    const std::function<void(const StatusChange&)>& take) = 0;

  /// A node's lease: the seq that its memory is known to have reached. `holder` is one start of one
  /// process.
  [[nodiscard]] virtual std::optional<std::int64_t> lease_of(std::string_view holder) = 0;
  virtual void insert_lease(std::string_view holder, std::int64_t applied_seq) = 0;
  /// False when it was taken away.
  [[nodiscard]] virtual bool renew_lease(std::string_view holder, std::int64_t applied_seq) = 0;
  virtual void remove_lease(std::string_view holder) = 0;
  [[nodiscard]] virtual std::vector<std::string> leases_behind(std::int64_t seq) = 0;
};

}  // namespace certhall::app
