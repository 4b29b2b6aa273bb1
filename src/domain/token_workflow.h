#pragma once
// How a token moves from the station to its holder, and to its end.

#include "domain/token.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class TokenEvent {
  write,
  put_in_use,
  give_up,
  initialise_again,
  lock,
  unlock,
  report_lost,
  report_damaged,
  retire,
};
BOOST_DESCRIBE_ENUM(TokenEvent, write, put_in_use, give_up, initialise_again, lock, unlock,
                    report_lost, report_damaged, retire)

enum class TokenFact {
  certificates_issued,  // both of the application's, for keys on this token
  read_back,            // the station read them from the token and they were equal
  certificates_ended,   // none that names this token is in force
  pin_renewed,          // the holder proved who he is, and chose or got a new PIN
};
BOOST_DESCRIBE_ENUM(TokenFact, certificates_issued, read_back, certificates_ended, pin_renewed)

[[nodiscard]] std::string_view text_of(TokenStatus status);
[[nodiscard]] std::string_view text_of(TokenEvent event);
[[nodiscard]] Obstacle obstacle_of(TokenFact fact);

namespace token_table {
using enum TokenStatus;
using enum TokenFact;
using On = TokenEvent;
using TokenRow = Row<TokenStatus, TokenEvent, TokenFact>;

inline constexpr EnumSet<Party> kProducer{Party::producer};
inline constexpr EnumSet<Party> kSystem{Party::system};
inline constexpr EnumSet<Party> kReporting{Party::applicant, Party::reviewer, Party::system};
inline constexpr EnumSet<Party> kRetiring{Party::applicant, Party::producer, Party::system};

inline constexpr auto kRows = std::to_array<TokenRow>({
    // at the station
    {initialised, On::write, written, kProducer, {certificates_issued, read_back}},
    {initialised, On::give_up, spare, kProducer, {certificates_ended}},
    {spare, On::initialise_again, initialised, kProducer, {certificates_ended}},
    // with the holder; what is lost on its way to him is lost as well
    {written, On::put_in_use, in_use, kSystem},
    {in_use, On::lock, locked, kReporting},
    {locked, On::unlock, in_use, kProducer, {pin_renewed}},
    {written, On::report_lost, lost, kReporting},
    {in_use, On::report_lost, lost, kReporting},
    {locked, On::report_lost, lost, kReporting},
    {damaged, On::report_lost, lost, kReporting},
    {written, On::report_damaged, damaged, kReporting},
    {in_use, On::report_damaged, damaged, kReporting},
    {locked, On::report_damaged, damaged, kReporting},
    // the end
    {initialised, On::retire, retired, kRetiring, {certificates_ended}},
    {spare, On::retire, retired, kRetiring},
    {written, On::retire, retired, kRetiring},
    {in_use, On::retire, retired, kRetiring},
    {locked, On::retire, retired, kRetiring},
    {lost, On::retire, retired, kRetiring},
    {damaged, On::retire, retired, kRetiring},
});
}  // namespace token_table

inline constexpr Workflow kTokenWorkflow{"token", "介质", TokenStatus::initialised,
                                         EnumSet{TokenStatus::retired}, token_table::kRows};
static_assert(is_sound(kTokenWorkflow));

/// Those in which a device belongs to its application: no other may be begun beside it.
inline constexpr EnumSet<TokenStatus> kTokenBound{TokenStatus::initialised, TokenStatus::written,
                                                  TokenStatus::in_use,      TokenStatus::locked,
                                                  TokenStatus::lost,        TokenStatus::damaged};

[[nodiscard]] Result<Decision<TokenStatus>> decide(TokenStatus status, TokenEvent event,
                                                   const Actor& actor, EnumSet<TokenFact> facts);

}  // namespace certhall::domain
