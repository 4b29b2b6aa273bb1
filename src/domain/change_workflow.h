#pragma once
// How a change of what administrators keep moves: one proposes, another one approves, and it comes
// into force at its time. Whatever is edited must be approved anew.

#include "domain/change.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class ChangeEvent {
  edit,  // by its proposer; an approval that was given is void
  approve,
  reject,    // by another administrator, also after an approval
  withdraw,  // by its proposer
  come_into_force,
  lapse,  // its time came, but it no longer fits what is in force
};
BOOST_DESCRIBE_ENUM(ChangeEvent, edit, approve, reject, withdraw, come_into_force, lapse)

enum class ChangeFact {
  own,              // this administrator proposed it
  not_own,          // somebody else did
  not_about_self,   // it does not change this administrator's own account
  text_valid,       // every rule of its subject, asked again each time
  still_fits,       // what is in force is what the proposer saw
  time_not_passed,  // it would not come into force in the past
  reason_given,
  time_reached,
};
BOOST_DESCRIBE_ENUM(ChangeFact, own, not_own, not_about_self, text_valid, still_fits,
                    time_not_passed, reason_given, time_reached)

[[nodiscard]] std::string_view text_of(ChangeStatus status);
[[nodiscard]] std::string_view text_of(ChangeEvent event);
[[nodiscard]] Obstacle obstacle_of(ChangeFact fact);

namespace change_table {
using enum ChangeStatus;
using enum ChangeFact;
using On = ChangeEvent;
using ChangeRow = Row<ChangeStatus, ChangeEvent, ChangeFact>;

inline constexpr EnumSet<Party> kAdministrator{Party::administrator};
inline constexpr EnumSet<Party> kSystem{Party::system};

inline constexpr auto kRows = std::to_array<ChangeRow>({
    {proposed, On::edit, proposed, kAdministrator, {own, text_valid, time_not_passed}},
    {approved, On::edit, proposed, kAdministrator, {own, text_valid, time_not_passed}},
    {proposed,
     On::approve,
     approved,
     kAdministrator,
     {not_own, not_about_self, text_valid, still_fits, time_not_passed}},
    {proposed, On::reject, rejected, kAdministrator, {not_own, reason_given}},
    {approved, On::reject, rejected, kAdministrator, {not_own, reason_given}},
    {proposed, On::withdraw, withdrawn, kAdministrator, {own}},
    {approved, On::withdraw, withdrawn, kAdministrator, {own}},
    {approved, On::come_into_force, in_force, kSystem, {text_valid, still_fits, time_reached}},
    {approved, On::lapse, lapsed, kSystem, {reason_given, time_reached}},
});
}  // namespace change_table

inline constexpr Workflow kChangeWorkflow{"change", "变更", ChangeStatus::proposed,
                                          EnumSet{ChangeStatus::in_force, ChangeStatus::rejected,
                                                  ChangeStatus::withdrawn, ChangeStatus::lapsed},
                                          change_table::kRows};
static_assert(is_sound(kChangeWorkflow));

[[nodiscard]] Result<Decision<ChangeStatus>> decide(ChangeStatus status, ChangeEvent event,
                                                    const Actor& actor, EnumSet<ChangeFact> facts);

/// What a page offers this administrator.
[[nodiscard]] EnumSet<ChangeEvent> possible_events(ChangeStatus status, const Actor& actor,
                                                   EnumSet<ChangeFact> facts);

}  // namespace certhall::domain
