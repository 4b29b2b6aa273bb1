#pragma once
// E-mail. Called by the job runner only.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::app {

struct MailAttachment {
  std::string file_name;  // UTF-8
  std::string content_type;
  std::string bytes;
};

struct Mail {
  std::string to;  // one plain address
  std::string subject;
  std::string text;  // plain, UTF-8
  std::vector<MailAttachment> attachments;
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  /// The same key is the same message: its Message-ID, where a server is to see it twice. Error
  /// `invalid`: this will never arrive (no such mailbox); anything else: try again later.
  [[nodiscard]] virtual Status send(std::string_view idempotency_key, const Mail& mail) = 0;
};

}  // namespace certhall::app
