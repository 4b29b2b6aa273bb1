#pragma once
// What time will bring: reminders, and the day on which personal data goes.

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace certhall::app {

/// When a certificate's holder is told next that it expires.
struct ExpiryNotice {
  CertificateId certificate_id;
  std::string holder;  // same holder, platform and usage; kept as a keyed digest only
  Timestamp not_after;
  Timestamp due_at{};  // 0: no more
};

class NoticeStore {
 public:
  virtual ~NoticeStore() = default;
  /// Again is once.
  virtual void plan(const ExpiryNotice& notice) = 0;
  /// Those whose time has come, the longest due first; their holders are not given.
  [[nodiscard]] virtual std::vector<ExpiryNotice> due(Timestamp now, std::int64_t limit) = 0;
  virtual void set_due(const CertificateId& id, Timestamp due_at) = 0;
  /// The same holder has a certificate that is good and ends later.
  [[nodiscard]] virtual bool is_renewed(const CertificateId& id) = 0;

  /// True for the first time that this subject is reminded of this occasion.
  [[nodiscard]] virtual bool remember(std::string_view subject, std::string_view occasion,
                                      Timestamp now) = 0;

  /// The later day counts where there is one already; what is erased stays so.
  virtual void plan_erasure(const ApplicationId& id, Timestamp due_at) = 0;
  [[nodiscard]] virtual std::vector<ApplicationId> erasures_due(Timestamp now,
                                                                std::int64_t limit) = 0;
  virtual void set_erased(const ApplicationId& id, Timestamp now) = 0;
};

}  // namespace certhall::app
