#pragma once
// E-mail over SMTP (RFC 5321) by libcurl: one connection for each message, with TLS unless it is
// switched off for a relay on the same machine.

#include <string>

#include "app/ports/mailer.h"
#include "base/clock.h"
#include "base/secret.h"

namespace certhall::adapters {

struct SmtpSettings {
  std::string url;        // smtp://mail.example.cn:587 (STARTTLS) or smtps://mail.example.cn
  std::string from;       // plain address: envelope and header
  std::string from_name;  // shown with it
  std::string user;       // empty: no login
  SecretText password;
  bool starttls = true;  // with smtp://: refuses to go on without
  std::string ca_file;   // PEM; empty: the system's
  long connect_seconds = 10;
  long total_seconds = 60;
};

class SmtpMailer final : public app::Mailer {
 public:
  SmtpMailer(SmtpSettings settings, const Clock& clock)
      : settings_(std::move(settings)), clock_(clock) {}
  Status send(std::string_view idempotency_key, const app::Mail& mail) override;

 private:
  const SmtpSettings settings_;
  const Clock& clock_;
};

}  // namespace certhall::adapters
