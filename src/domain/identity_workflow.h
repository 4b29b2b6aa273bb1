#pragma once
// How the identity check moves. It has no end: a changed person or a reviewer's doubt begins it
// again.

#include "domain/identity.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class IdentityEvent {
  renew_link,  // a new QR code; the old one, and the phone that opened it, are out
  open,        // the phone
  check,       // name and number confirmed on the phone; a job asks the carrier
  verify,
  fail_,          // card, form or carrier's record differ
  change_person,  // another name, number or mobile in the form: the proof is of somebody else
  doubt,          // the reviewer returned the identity check
};
BOOST_DESCRIBE_ENUM(IdentityEvent, renew_link, open, check, verify, fail_, change_person, doubt)

enum class IdentityFact {
  link_valid,      // unused and not older than ten minutes
  session_valid,   // the phone's own, not older than ten minutes
  photos_taken,    // both sides
  card_agrees,     // name and number are the form's
  carrier_agrees,  // the mobile's registered owner is that person
};
BOOST_DESCRIBE_ENUM(IdentityFact, link_valid, session_valid, photos_taken, card_agrees,
                    carrier_agrees)

[[nodiscard]] std::string_view text_of(IdentityStatus status);
[[nodiscard]] std::string_view text_of(IdentityEvent event);
[[nodiscard]] Obstacle obstacle_of(IdentityFact fact);

namespace identity_table {
using enum IdentityStatus;
using enum IdentityFact;
using On = IdentityEvent;
using IdentityRow = Row<IdentityStatus, IdentityEvent, IdentityFact>;

inline constexpr EnumSet<Party> kApplicant{Party::applicant};
inline constexpr EnumSet<Party> kReviewer{Party::reviewer};
// No request waits for the carrier: a job asks, and its answer comes back as the system's event.
inline constexpr EnumSet<Party> kSystem{Party::system};

inline constexpr auto kRows = std::to_array<IdentityRow>({
    {waiting, On::renew_link, waiting, kApplicant},
    {opened, On::renew_link, waiting, kApplicant},
    {checking, On::renew_link, waiting, kApplicant},
    {failed, On::renew_link, waiting, kApplicant},
    {waiting, On::open, opened, kApplicant, {link_valid}},
    {opened, On::check, checking, kApplicant, {session_valid, photos_taken, card_agrees}},
    {opened, On::fail_, failed, kApplicant, {session_valid, photos_taken}},
    // A slip of the pen is mended where it was made, while the phone's ten minutes last.
    {failed, On::check, checking, kApplicant, {session_valid, photos_taken, card_agrees}},
    {failed, On::fail_, failed, kApplicant, {session_valid, photos_taken}},
    {checking, On::verify, verified, kSystem, {carrier_agrees}},
    {checking, On::fail_, failed, kSystem},
    {waiting, On::change_person, waiting, kApplicant},
    {opened, On::change_person, waiting, kApplicant},
    {checking, On::change_person, waiting, kApplicant},
    {failed, On::change_person, waiting, kApplicant},
    {verified, On::change_person, waiting, kApplicant},
    {verified, On::doubt, waiting, kReviewer},
});
}  // namespace identity_table

inline constexpr Workflow kIdentityWorkflow{"identity", "身份认证", IdentityStatus::waiting,
                                            EnumSet<IdentityStatus>{}, identity_table::kRows};
static_assert(is_sound(kIdentityWorkflow));

[[nodiscard]] Result<Decision<IdentityStatus>> decide(IdentityStatus status, IdentityEvent event,
                                                      const Actor& actor,
                                                      EnumSet<IdentityFact> facts);

}  // namespace certhall::domain
