#pragma once
// Devices as the hall knows them: which one belongs to which application, and the administrator PIN
// (SO PIN) that each has of its own. That PIN is made here, goes to the station once more only
// while the device has not left the house, and later only to one unlock that another approved.

#include <string>
#include <string_view>

#include "app/hall.h"
#include "domain/token_workflow.h"

namespace certhall::app {

struct Device {
  std::string serial;       // 4 to 32 letters, digits, - and _
  std::string certificate;  // DER of the signing certificate found on it; empty: none
};

/// For the station that holds the claim, before it erases the device: binds it to the application
/// and gives its administrator PIN, the same one however often it asks. `duplicate`: another device
/// is bound already, this one is another application's, or the certificate on it is in force.
/// `invalid` names token_serial or certificate.
[[nodiscard]] Result<SecretText> begin_token(const Hall& hall, const domain::Actor& producer,
                                             const ApplicationId& id, const Device& device);

/// The device on which a station began this application and did not finish; empty: none.
[[nodiscard]] std::string begun_on(const Hall& hall, const ApplicationId& id);

[[nodiscard]] Status check_token_serial(std::string_view serial);
/// The same without a PIN, in a transaction that has checked the claim.
[[nodiscard]] Result<domain::Token> bind_token(Transaction& tx, const Hall& hall,
                                               const domain::Actor& producer,
                                               const ApplicationId& id, std::string_view serial);
[[nodiscard]] Status move_token(Transaction& tx, const Hall& hall, const domain::Actor& actor,
                                domain::Token token, domain::TokenEvent event,
                                domain::EnumSet<domain::TokenFact> facts = {});

inline constexpr std::int64_t kUnlockSeconds = 900;

/// A reviewer checked the holder of a locked device: for 15 minutes a producer may have its
/// administrator PIN, once. Audited.
[[nodiscard]] Result<domain::UnlockSession> authorise_unlock(const Hall& hall,
                                                             const domain::Actor& reviewer,
                                                             std::string_view serial);
/// For the unlock program, not for a screen. `forbidden` for whoever authorised it, and for other
/// roles; `gone` once it is used or over. Audited, the refusals too.
[[nodiscard]] Result<SecretText> release_so_pin(const Hall& hall, const domain::Actor& producer,
                                                const domain::UnlockId& id);

}  // namespace certhall::app
