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
};
[[nodiscard]] SandboxWorld sandbox_world(const Hall& hall);
[[nodiscard]] Status save_subscriber(const Hall& hall, const SandboxSubscriberRow& row);
[[nodiscard]] Status transfer_money(const Hall& hall, std::string_view payer_name, Fen amount,
                                    std::string_view remark);
/// The parcel's next stop, at last signed for; or back to the sender.
[[nodiscard]] Status advance_parcel(const Hall& hall, std::string_view waybill, bool send_back);

/// What the demo's outside vendor reads from the link by which the portal hands over to him.
[[nodiscard]] Result<HandoverClaims> open_as_vendor(const Hall& hall, std::string_view token);

}  // namespace certhall::app
