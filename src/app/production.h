#pragma once
// The station's way through one approved application, and the list that producers see.

#include <optional>
#include <string>
#include <vector>

#include "app/hall.h"
#include "domain/application.h"
#include "domain/delivery.h"

namespace certhall::app {

inline constexpr std::int64_t kProductionLeaseSeconds = 900;

/// The approved application that waits longest (or the one named), claimed for 15 minutes; one's
/// own claim is prolonged. Nothing when none waits. `wrong_state` when the named one is not
/// approved or another station has it.
[[nodiscard]] Result<std::optional<domain::Application>> claim_production(
    const Hall& hall, const domain::Actor& producer, const std::optional<std::string>& number);

/// The application, approved and claimed by this producer; `wrong_state` otherwise.
[[nodiscard]] Result<domain::Application> claimed_application(Transaction& tx, const Hall& hall,
                                                              const domain::Actor& producer,
                                                              const ApplicationId& id);

struct ProductionProof {
  std::string token_serial;
  std::string signature;  // by the token's signing key over production_proof_text()
};
[[nodiscard]] std::string production_proof_text(const ApplicationId& id,
                                                std::string_view token_serial);
/// The token is written and verified: the application is produced, the PIN is on its way by SMS.
/// Repeating it with the same token changes nothing.
[[nodiscard]] Result<domain::Application> complete_production(const Hall& hall,
                                                              const domain::Actor& producer,
                                                              const ApplicationId& id,
                                                              const ProductionProof& proof);

struct WaitingProduction {
  domain::Application application;
  std::optional<std::string> claimed_by;  // name of the member of staff
};
struct OpenDelivery {
  domain::Application application;
  domain::Delivery delivery;
};
struct ProductionDesk {
  std::vector<WaitingProduction> waiting;
  std::int64_t total = 0;  // of those that wait
  std::vector<OpenDelivery> deliveries;
};
[[nodiscard]] ProductionDesk production_desk(const Hall& hall);

struct DeliveryPage {
  std::vector<OpenDelivery> items;  // oldest first
  std::string next;                 // the page behind begins here; empty: there is none
};
/// `waiting`: those that need a waybill; otherwise those on their way.
[[nodiscard]] DeliveryPage list_deliveries(const Hall& hall, bool waiting, std::string_view after);
/// A PDF of labels for those named, one to the page or four to the A4 sheet; what is not there is
/// left out. Audited.
[[nodiscard]] Result<std::string> print_labels(const Hall& hall, const domain::Actor& producer,
                                               const std::vector<DeliveryId>& ids, bool sheet);

}  // namespace certhall::app
