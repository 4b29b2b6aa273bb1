#pragma once
// What people do in the demo's outside world. Nothing here exists in production mode.

#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "app/handover_token.h"

namespace certhall::app {

struct SandboxWorld {
  std::vector<SandboxMessage> messages;
  std::vector<SandboxSubscriberRow> subscribers;
  std::vector<SandboxTransferRow> transfers;
  std::vector<SandboxParcelRow> parcels;
  std::vector<SandboxMailRow> mails;
  std::vector<SandboxOrderRow> orders;
  std::vector<SandboxPayoutRow> payouts;
};
[[nodiscard]] SandboxWorld sandbox_world(const Hall& hall);
[[nodiscard]] Status save_subscriber(const Hall& hall, const SandboxSubscriberRow& row);
[[nodiscard]] Status transfer_money(const Hall& hall, std::string_view payer_name, Fen amount,
                                    std::string_view remark);
/// What the tester lets happen when he pays.
enum class SandboxPayment { normal, lost, thrice, late, short_amount, refund_fails };

[[nodiscard]] Result<SandboxOrderRow> sandbox_order(const Hall& hall, std::string_view number);
/// Also where the hall has closed the order: money that comes late. An amount that ends in 13 fen
/// is declined.
[[nodiscard]] Result<SandboxOrderRow> pay_order(const Hall& hall, std::string_view number,
                                                SandboxPayment how);
/// The organization's bank sends a transfer back.
[[nodiscard]] Status return_payout(const Hall& hall, std::string_view key);
/// The parcel's next stop, at last signed for; or back to the sender.
[[nodiscard]] Status advance_parcel(const Hall& hall, std::string_view waybill, bool send_back);

/// What the demo's outside vendor reads from the link by which the portal hands over to him.
[[nodiscard]] Result<HandoverClaims> open_as_vendor(const Hall& hall, std::string_view token);

}  // namespace certhall::app
