#pragma once
// How a token moves from the station to its holder.

#include "domain/token.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class TokenEvent { write, put_in_use, retire };
BOOST_DESCRIBE_ENUM(TokenEvent, write, put_in_use, retire)

enum class TokenFact {
  certificates_issued,  // both of the application's, for keys on this token
  read_back,            // the station read them from the token and they were equal
};
BOOST_DESCRIBE_ENUM(TokenFact, certificates_issued, read_back)

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
inline constexpr EnumSet<Party> kRetiring{Party::applicant, Party::producer, Party::system};

inline constexpr auto kRows = std::to_array<TokenRow>({
    {initialised, On::write, written, kProducer, {certificates_issued, read_back}},
    {written, On::put_in_use, in_use, kSystem},
    {initialised, On::retire, retired, kRetiring},
    {written, On::retire, retired, kRetiring},
    {in_use, On::retire, retired, kRetiring},
});
}  // namespace token_table

inline constexpr Workflow kTokenWorkflow{"token", "介质", TokenStatus::initialised,
                                         EnumSet{TokenStatus::retired}, token_table::kRows};
static_assert(is_sound(kTokenWorkflow));

[[nodiscard]] Result<Decision<TokenStatus>> decide(TokenStatus status, TokenEvent event,
                                                   const Actor& actor, EnumSet<TokenFact> facts);

}  // namespace certhall::domain
