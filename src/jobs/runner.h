#pragma once
// The job runner: performs what the outbox holds, and keeps the clocks (lists, parcels, clean-up).
// Several nodes may run one each: an item is leased before it is worked on.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "app/hall.h"
#include "app/ports/corporate_bank.h"
#include "app/ports/invoice_issuer.h"
#include "app/ports/mailer.h"
#include "app/ports/outside.h"
#include "app/ports/payment_provider.h"

namespace certhall::jobs {

struct Outside {
  app::SmsSender& sms;
  app::RealNameChecker& real_name;
  app::Courier& courier;
  app::InvoiceIssuer& invoices;
  app::Mailer& mailer;
  app::PaymentProviders payments;
  app::CorporateBank& bank;
  /// The sandbox's WeChat and Alipay announce a payment, as the real ones do by themselves.
  std::function<Status(std::string_view order_number)> sandbox_notice;
};

class Runner {
 public:
  Runner(const app::Hall& hall, Outside outside, std::string version = "");
  ~Runner();  // stops
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void start();
  /// Lets the item at hand finish.
  void stop();
  /// Something new may be in the outbox. From any thread.
  void wake();
  /// Works until nothing is due; for tests and for stop. Returns how many items were worked on.
  std::int64_t run_due();
  /// When it last began a round or finished a job. From any thread.
  [[nodiscard]] Timestamp alive_at() const { return {alive_at_.load()}; }

 private:
  void loop();
  void keep_clocks();

  const app::Hall& hall_;
  const Outside outside_;
  const std::string version_;
  Timestamp next_clocks_{}, next_sign_{};
  std::atomic<std::int64_t> alive_at_ = 0;
  std::mutex mutex_;
  std::condition_variable wakened_;
  bool awake_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace certhall::jobs
