#include "adapters/mail/smtp_mailer.h"

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

#include "adapters/mail/header_text.h"

namespace certhall::adapters {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Curl = std::unique_ptr<CURL, Deleter<curl_easy_cleanup>>;
using Mime = std::unique_ptr<curl_mime, Deleter<curl_mime_free>>;

class Lines {
 public:
  Lines() = default;
  ~Lines() { curl_slist_free_all(list_); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list_ = longer;
  }
  [[nodiscard]] curl_slist* get() const { return list_; }
  [[nodiscard]] curl_slist* release() { return std::exchange(list_, nullptr); }

 private:
  curl_slist* list_ = nullptr;
};

std::string domain_of(std::string_view address) {
  return std::string(address.substr(address.find('@') + 1));
}

void add_part(curl_mime* mime, std::string_view bytes, const std::string& type,
              const std::string& disposition) {
  curl_mimepart* part = curl_mime_addpart(mime);
  curl_mime_data(part, bytes.data(), bytes.size());
  curl_mime_type(part, type.c_str());
  curl_mime_encoder(part, "base64");
  Lines headers;
  headers.add("Content-Disposition: " + disposition);
  curl_mime_headers(part, headers.release(), 1);
}

Mime message(CURL* curl, const app::Mail& mail) {
  Mime mime(curl_mime_init(curl));
  add_part(mime.get(), mail.text, "text/plain; charset=utf-8", "inline");
  for (const auto& attachment : mail.attachments)
    add_part(mime.get(), attachment.bytes, attachment.content_type,
             "attachment; filename*=" + extended_value(attachment.file_name));
  return mime;
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// A refusal for good (5xx) of recipient or message; of the login it is ours to mend, not the
/// recipient's, so that is tried again.
bool hopeless(CURLcode code, long status) {
  return status >= 500 && status < 600 && status != 530 && status != 535 &&
         code != CURLE_LOGIN_DENIED;
}

}  // namespace

Status SmtpMailer::send(std::string_view idempotency_key, const app::Mail& mail) {
  if (!is_plain_address(mail.to)) return fail(ErrorCode::invalid, "收件邮箱格式不正确");
  const Curl curl(curl_easy_init());
  if (!curl) throw std::bad_alloc();
  const auto set = [&](CURLoption option, auto value) {
    if (curl_easy_setopt(curl.get(), option, value) != CURLE_OK)
      throw std::runtime_error("libcurl does not know an SMTP option");
  };
  Lines head;
  head.add("Date: " + mail_date(clock_.now()));
  head.add("From: " + (settings_.from_name.empty() ? "" : encoded_words(settings_.from_name)) +
           " <" + settings_.from + ">");
  head.add("To: <" + mail.to + ">");
  head.add("Subject: " + encoded_words(mail.subject));
  head.add("Message-ID: <" + std::string(idempotency_key) + "@" + domain_of(settings_.from) + ">");
  head.add("Auto-Submitted: auto-generated");
  Lines recipients;
  recipients.add("<" + mail.to + ">");
  const Mime mime = message(curl.get(), mail);
  const std::string from = "<" + settings_.from + ">";
  set(CURLOPT_URL, settings_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, settings_.connect_seconds);
  set(CURLOPT_TIMEOUT, settings_.total_seconds);
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_USE_SSL, static_cast<long>(settings_.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!settings_.ca_file.empty()) set(CURLOPT_CAINFO, settings_.ca_file.c_str());
  if (!settings_.user.empty()) {
    set(CURLOPT_USERNAME, settings_.user.c_str());
    set(CURLOPT_PASSWORD, std::string(settings_.password.reveal()).c_str());
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_HTTPHEADER, head.get());
  set(CURLOPT_MIMEPOST, mime.get());
  set(CURLOPT_WRITEFUNCTION, &drop);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code == CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  return fail(
      Error{.code = hopeless(code, status) ? ErrorCode::invalid : ErrorCode::upstream,
            .message = "邮件服务器没有接收",
            .fields = {},
            .retry_after_seconds = 0,
            .detail = std::string(curl_easy_strerror(code)) + ", " + std::to_string(status)});
}

}  // namespace certhall::adapters
