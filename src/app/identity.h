#pragma once
// The identity check: a link on the screen, photos on the phone, the carrier's answer by a job.

#include <optional>
#include <string>
#include <string_view>

#include "app/case_file.h"
#include "app/hall.h"
#include "app/ports/outside.h"

namespace certhall::app {

inline constexpr std::int64_t kIdentityLinkSeconds = 600;

struct IdentityInvitation {
  std::string url;
  std::string qr_svg;  // the same as a picture
  Timestamp expires_at;
};
/// A fresh single-use link; the one before and the phone that opened it are out.
[[nodiscard]] Result<IdentityInvitation> invite_phone(const Hall& hall, const AccountId& account,
                                                      const ApplicationId& id);

/// What the phone's page shows.
struct PhoneCase {
  domain::Identity identity;
  domain::Application application;
  bool reading_available = true;
};
struct OpenedLink {
  PhoneCase phone_case;
  std::string token;  // the phone's own session
};
/// Uses the link up. `gone` when it was used, replaced or is older than ten minutes.
[[nodiscard]] Result<OpenedLink> open_link(const Hall& hall, std::string_view link_token);
/// Nothing when there is no such phone session or its ten minutes are over.
[[nodiscard]] std::optional<domain::Identity> find_phone(const Hall& hall,
                                                         std::string_view phone_digest);
[[nodiscard]] Result<PhoneCase> view_phone(const Hall& hall, std::string_view phone_digest);
/// Reads the photo, keeps it, remembers what it says.
[[nodiscard]] Result<PhoneCase> take_photo(const Hall& hall, std::string_view phone_digest,
                                           CardSide side, std::string_view bytes);
/// Name and number as the person confirms them. Compared with the form at once; the carrier is
/// asked by a job, and the pages follow.
[[nodiscard]] Result<PhoneCase> confirm_identity(const Hall& hall, std::string_view phone_digest,
                                                 std::string_view name, std::string_view number);

/// The job's half: asks the carrier and saves what follows. Error `upstream`: ask again later.
[[nodiscard]] Status check_identity(const Hall& hall, RealNameChecker& carrier,
                                    const ApplicationId& id, std::string_view idempotency_key);

}  // namespace certhall::app
