#pragma once
// The things that administrators keep: each is a text with rules of its own. How it reads now, what
// is wrong with another one, and what it means that it comes into force.

#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "base/secret.h"
#include "domain/change.h"
#include "domain/text_lines.h"

namespace certhall::app {

/// One of them, as it is now.
struct Administered {
  std::string target;
  std::string title;  // what people call it
  std::string text;
};
[[nodiscard]] std::vector<Administered> administered(Transaction& tx, const Hall& hall,
                                                     domain::ChangeSubject subject);
/// Nothing of that name: an empty title and text.
[[nodiscard]] Administered administered_one(Transaction& tx, const Hall& hall,
                                            domain::ChangeSubject subject, std::string_view target);

/// Every rule that the text breaks, with its line. Nothing is in force without passing here.
[[nodiscard]] domain::TextProblems check_text(Transaction& tx, const Hall& hall,
                                              domain::ChangeSubject subject,
                                              std::string_view target, std::string_view text);

/// For accounts that get a new one-time password: made before the transaction, because hashing is
/// slow.
struct Prepared {
  SecretText password;
  std::string password_hash;
};
[[nodiscard]] Prepared prepare(const Hall& hall, const domain::Change& change);

/// Makes the text of a valid change what is in force.
void carry_out(Transaction& tx, const Hall& hall, const domain::Change& change,
               const Prepared& prepared);

}  // namespace certhall::app
