#pragma once
// 补办: what each reason does to the old token, its two certificates and its keys, what is paid and
// who says that the reason is true. Pure data, checked when it is compiled; printed to
// docs/workflows.md.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "domain/certificate.h"
#include "domain/token_workflow.h"

namespace certhall::domain {

enum class ReplacementReason {
  damaged,           // broken or locked for good by its holder
  defective,         // broken by itself: the maker's fault
  lost,              //
  stolen,            //
  key_compromised,   // the token is there, but others may know its PIN or its keys
  lost_in_delivery,  // never reached its holder
};
BOOST_DESCRIBE_ENUM(ReplacementReason, damaged, defective, lost, stolen, key_compromised,
                    lost_in_delivery)

/// What was encrypted to the old certificate (a sealed bid) can be opened only while its key is
/// recovered: its certificate then stays in force.
enum class EncryptionKeyFate { recovered, renewed };
BOOST_DESCRIBE_ENUM(EncryptionKeyFate, recovered, renewed)

/// Parts of the price list that are paid. The certificate fee never is: what was paid runs on.
enum class ReplacementCharge { token, nothing };
BOOST_DESCRIBE_ENUM(ReplacementCharge, token, nothing)

/// Whose word is enough: the holder's own, or a reviewer's who looked into it, since it is free.
enum class ReplacementProof { holder, reviewer };
BOOST_DESCRIBE_ENUM(ReplacementProof, holder, reviewer)

/// The signing key is always new: no copy of the old one exists.
struct ReplacementRule {
  ReplacementReason reason;
  std::string_view text;
  TokenEvent old_token;
  RevocationReason signing_revocation;
  EncryptionKeyFate encryption_key;
  std::optional<RevocationReason> encryption_revocation;  // nothing: stays in force
  bool new_device;  // false: the same one is initialised again, once it is handed in
  bool hand_in;     // the old device comes back before the new one goes out
  ReplacementCharge charge;
  ReplacementProof proof;
};

namespace replacement_table {
using enum ReplacementReason;
using enum RevocationReason;
using Event = TokenEvent;
using Fate = EncryptionKeyFate;
using Charge = ReplacementCharge;
using Proof = ReplacementProof;
inline constexpr std::nullopt_t kStays = std::nullopt;

// clang-format off
inline constexpr auto kRows = std::to_array<ReplacementRule>({
    // reason, text, old token, signing certificate, encryption key, its certificate, new device, hand in, charge, proof
    {damaged, "介质损坏", Event::report_damaged, superseded, Fate::recovered, kStays, true, false, Charge::token, Proof::holder},
    {defective, "介质质量问题", Event::report_damaged, superseded, Fate::recovered, kStays, true, true, Charge::nothing, Proof::reviewer},
    {lost, "介质丢失", Event::report_lost, key_compromise, Fate::renewed, key_compromise, true, false, Charge::token, Proof::holder},
    {stolen, "介质被盗", Event::report_lost, key_compromise, Fate::renewed, key_compromise, true, false, Charge::token, Proof::holder},
    {key_compromised, "密钥或 PIN 码泄露", Event::retire, key_compromise, Fate::renewed, key_compromise, false, true, Charge::nothing, Proof::holder},
    {lost_in_delivery, "寄送途中丢失", Event::report_lost, key_compromise, Fate::renewed, key_compromise, true, false, Charge::nothing, Proof::reviewer},
});
// clang-format on

constexpr bool has_each_reason_once() {
  EnumSet<ReplacementReason> seen;
  for (const auto& rule : kRows) {
    if (seen.has(rule.reason)) return false;
    seen.add(rule.reason);
  }
  return seen == EnumSet<ReplacementReason>::all();
}
/// A key that another may have is never put onto a new token, and both its certificates end as
/// compromised; a key that is recovered keeps its certificate.
constexpr bool recovers_only_what_nobody_else_has() {
  for (const auto& rule : kRows) {
    const bool safe = rule.signing_revocation == superseded;
    if (!safe && rule.signing_revocation != key_compromise) return false;
    if (safe != (rule.encryption_key == Fate::recovered)) return false;
    if (safe ? rule.encryption_revocation.has_value()
             : rule.encryption_revocation != key_compromise)
      return false;
  }
  return true;
}
/// Nobody gets a device for nothing on his own word, and what was lost cannot be handed in.
constexpr bool gives_nothing_away() {
  for (const auto& rule : kRows) {
    if (rule.new_device && rule.charge == Charge::nothing && rule.proof != Proof::reviewer)
      return false;
    if (!rule.new_device && !rule.hand_in) return false;
    if (rule.hand_in && rule.old_token == Event::report_lost) return false;
  }
  return true;
}
/// By comparing: under the sanitizers g++ 12 takes no pointer to a row for a constant.
constexpr bool is_known(TokenStatus from, Event on) {
  for (const auto& row : kTokenWorkflow.rows)
    if (row.from == from && row.on == on) return true;
  return false;
}
/// The old token may be on its way, in use or locked: its table knows the event from each.
constexpr bool moves_every_token() {
  for (const auto& rule : kRows)
    for (const auto from : {TokenStatus::written, TokenStatus::in_use, TokenStatus::locked})
      if (!is_known(from, rule.old_token)) return false;
  return true;
}
static_assert(has_each_reason_once() && recovers_only_what_nobody_else_has() &&
              gives_nothing_away() && moves_every_token());
}  // namespace replacement_table

inline constexpr auto kReplacementRules = replacement_table::kRows;

[[nodiscard]] constexpr const ReplacementRule& replacement_rule(ReplacementReason reason) {
  std::size_t row = 0;
  while (kReplacementRules[row].reason != reason) ++row;  // static_assert: it is there
  return kReplacementRules[row];
}

/// The matrix as a table of docs/workflows.md.
[[nodiscard]] std::string replacement_markdown();

}  // namespace certhall::domain
