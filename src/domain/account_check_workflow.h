#pragma once
// How the corporate account check moves. Nothing leads out of `succeeded`: a bank that says so has
// credited the account, and the PIN is gone here.

#include "domain/account_check.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class AccountCheckEvent {
  give_account,  // or a better one
  produce,       // the token is written: there is a PIN to send
  send,
  succeed,
  fail,
  send_back,
  resend,
};
BOOST_DESCRIBE_ENUM(AccountCheckEvent, give_account, produce, send, succeed, fail, send_back,
                    resend)

enum class AccountCheckFact {
  account_valid,
  application_open,
};
BOOST_DESCRIBE_ENUM(AccountCheckFact, account_valid, application_open)

[[nodiscard]] std::string_view text_of(AccountCheckStatus status);
[[nodiscard]] std::string_view text_of(AccountCheckEvent event);
[[nodiscard]] Obstacle obstacle_of(AccountCheckFact fact);

namespace account_check_table {
using enum AccountCheckStatus;
using enum AccountCheckFact;
using enum Effect;
using On = AccountCheckEvent;
using CheckRow = Row<AccountCheckStatus, AccountCheckEvent, AccountCheckFact>;

inline constexpr EnumSet<Party> kApplicant{Party::applicant};
inline constexpr EnumSet<Party> kFinance{Party::finance};
inline constexpr EnumSet<Party> kProducer{Party::producer};
inline constexpr EnumSet<Party> kSystem{Party::system};
inline constexpr EnumSet<AccountCheckFact> kGiven{account_valid, application_open};

inline constexpr auto kRows = std::to_array<CheckRow>({
    {awaiting_production, On::give_account, awaiting_production, kApplicant, kGiven},
    {awaiting_production, On::produce, due, kProducer, {}, {transfer_pin}},
    {due, On::send, sent, kSystem},
    {due, On::fail, failed, kSystem, {}, {sms_pin_not_transferred}},
    {sent, On::succeed, succeeded, kSystem, {}, {erase_pin, sms_pin_transferred}},
    {sent, On::fail, failed, kSystem, {}, {sms_pin_not_transferred}},
    {sent, On::send_back, returned, kSystem, {}, {sms_pin_not_transferred}},
    {failed, On::give_account, due, kApplicant, kGiven, {transfer_pin}},
    {returned, On::give_account, due, kApplicant, kGiven, {transfer_pin}},
    {failed, On::resend, due, kFinance, {}, {transfer_pin}},
    {returned, On::resend, due, kFinance, {}, {transfer_pin}},
});
}  // namespace account_check_table

inline constexpr Workflow kAccountCheckWorkflow{
    "account_check", "单位金融认证", AccountCheckStatus::awaiting_production,
    EnumSet{AccountCheckStatus::succeeded}, account_check_table::kRows};
static_assert(is_sound(kAccountCheckWorkflow));

[[nodiscard]] Result<Decision<AccountCheckStatus>> decide(AccountCheckStatus status,
                                                          AccountCheckEvent event,
                                                          const Actor& actor,
                                                          EnumSet<AccountCheckFact> facts);

}  // namespace certhall::domain
