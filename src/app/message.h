#pragma once
// The log of text messages: who was sent which, and what became of it. Neither text nor number.

#include <string_view>
#include <vector>

#include "app/hall.h"

namespace certhall::app {

struct LoggedMessage {
  MessageRow row;
  std::string application_number;  // empty: of no application
  bool may_send_again = false;
};
struct MessagePage {
  std::vector<LoggedMessage> items;  // newest first
  std::string next;                  // the page behind begins here; empty: there is none
};
/// `status`: "", "waiting", "done" or "given_up"; `number`: of one application, or "".
[[nodiscard]] MessagePage list_messages(const Hall& hall, std::string_view status,
                                        std::string_view number, std::string_view before);
/// Lets the runner try once more what has failed. Nobody reads it on the way: its text is sealed,
/// and one that is gone cannot be sent again. A login code is not worth sending late.
[[nodiscard]] Status send_message_again(const Hall& hall, const domain::Actor& staff,
                                        const OutboxId& id);

}  // namespace certhall::app
