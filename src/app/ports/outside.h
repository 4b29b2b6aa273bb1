#pragma once
// The companies outside. Called by the job runner only, never inside a request or a transaction;
// every call carries an idempotency key and may be repeated.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "domain/delivery.h"

namespace certhall::app {

class SmsSender {
 public:
  virtual ~SmsSender() = default;
  /// `text` begins with the 【signature】. Error `upstream`: try again later; `invalid`: never.
  [[nodiscard]] virtual Status send(std::string_view idempotency_key, std::string_view mobile,
                                    std::string_view text) = 0;
};

enum class RealNameResult { match, mismatch, no_record, unsupported };

struct RealNameAnswer {
  RealNameResult result = RealNameResult::mismatch;
  std::string provider_reference;
};

/// 实名电信认证: are name, id number and mobile those of the number's registered owner?
class RealNameChecker {
 public:
  virtual ~RealNameChecker() = default;
  [[nodiscard]] virtual Result<RealNameAnswer> check(std::string_view idempotency_key,
                                                     std::string_view name,
                                                     std::string_view id_number,
                                                     std::string_view mobile) = 0;
};

struct CourierOrder {
  std::string order_key;  // ours; the same key gives the same waybill
  std::string recipient_name, recipient_mobile;
  std::string province, city, district, address;
};

class Courier {
 public:
  virtual ~Courier() = default;
  [[nodiscard]] virtual Result<std::string> order(const CourierOrder& order) = 0;  // the waybill
  /// All stops known, oldest first.
  [[nodiscard]] virtual Result<std::vector<domain::RouteEvent>> route(std::string_view waybill) = 0;
};

}  // namespace certhall::app
