#include "adapters/mail/header_text.h"

#include <gtest/gtest.h>

#include "adapters/mail/smtp_mailer.h"
#include "adapters/sandbox/post.h"
#include "base/encoding.h"
#include "store/store.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

TEST(MailHeader, EncodesWordsBetweenCharactersAndFoldsThem) {
  EXPECT_EQ(encoded_words("深圳CA"), "=?UTF-8?B?5rex5ZyzQ0E=?=");
  EXPECT_EQ(encoded_words(""), "");
  std::string subject;
  for (int i = 0; i < 40; ++i) subject += "发票";
  const std::string words = encoded_words(subject);
  std::size_t start = 0;
  while (start < words.size()) {
    const std::size_t end = std::min(words.find("\r\n ", start), words.size());
    const std::string word = words.substr(start, end - start);
    EXPECT_LE(word.size(), 75U);
    const auto plain = from_base64(word.substr(10, word.size() - 12));
    ASSERT_TRUE(plain) << word;
    EXPECT_TRUE(is_utf8(*plain)) << "cut within a character";
    start = end + 3;
  }
}

TEST(MailHeader, LetsNoLineBreakThrough) {
  const std::string trick = "Hi\r\nBcc: everybody@example.com\r\n\r\nspam";
  EXPECT_EQ(encoded_words(trick).find('\n'), std::string::npos);
  EXPECT_EQ(extended_value("a\r\nX: y\".pdf"), "UTF-8''a%0d%0aX%3a%20y%22.pdf");
  for (const auto* address :
       {"a@example.com\r\nRCPT TO:<b@example.com>", "a@example.com b@example.com",
        "<a@example.com>", "a@b@example.com", "@example.com", "a@", "", "a", "-a@example.com",
        "甲@example.com", "a@example.com,b@example.com", "\"a b\"@example.com"})
    EXPECT_FALSE(is_plain_address(address)) << address;
  EXPECT_TRUE(is_plain_address("first.last+tag@mail.example.com"));
}

TEST(MailHeader, WritesDatesAsRfc5322DoesWhateverTheLanguage) {
  EXPECT_EQ(mail_date({1'795'392'000'000}), "Mon, 23 Nov 2026 00:00:00 +0000");
}

class MailClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return now_; }
  Timestamp now_{1'795'392'000'000};
};

TEST(SmtpMailer, SaysThatAWrongAddressNeverArrivesWithoutAskingTheServer) {
  const MailClock clock;
  SmtpMailer mailer({.url = "smtp://127.0.0.1:9", .from = "hall@example.cn"}, clock);
  const auto sent = mailer.send("k1", {.to = "a@b.cn\r\nDATA", .subject = "s", .text = "t"});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::invalid);
}

TEST(SmtpMailer, TriesAgainWhereNoServerAnswers) {
  const MailClock clock;
  SmtpMailer mailer({.url = "smtp://127.0.0.1:9", .from = "hall@example.cn"}, clock);
  const auto sent = mailer.send("k1", {.to = "a@example.com", .subject = "s", .text = "t"});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::upstream);
}

class SandboxPost : public FolderTest {
 protected:
  static app::InvoiceOrder order(std::string title = "湖南示例建设有限公司") {
    return {.order_number = "HN20261123000017-1",
            .seller_name = "示例CA",
            .seller_tax_number = "91440300000000000X",
            .buyer_title = std::move(title),
            .buyer_tax_number = "91430100MA4L0AAA0X",
            .lines = {{.name = "证书费",
                       .tax_percent = 6,
                       .amount = {20000},
                       .net = {18868},
                       .tax = {1132}}},
            .remark = "业务单号 HN20261123-000017"};
  }
  app::IssuerAnswer ask(app::InvoicePaper paper = app::InvoicePaper::invoice) {
    return *issuer_.query(order().order_number, paper);
  }
  void wait() { clock_.now_ = clock_.now_ + std::chrono::seconds{5}; }

  MailClock clock_;
  std::unique_ptr<app::Store> store_ =
      store::open_store({.url = "sqlite:" + (folder_ / "db.sqlite").string(),
                         .readers = 1,
                         .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
                        sealer_);
  SandboxIssuer issuer_{*store_, clock_, random_};
  using State = app::IssuerAnswer::State;
};

TEST_F(SandboxPost, IssuesOneInvoiceHoweverOftenItIsAsked) {
  EXPECT_EQ(ask().state, State::unknown);
  ASSERT_TRUE(issuer_.issue(order()));
  EXPECT_EQ(ask().state, State::working);
  wait();
  const auto first = ask();
  ASSERT_EQ(first.state, State::done);
  EXPECT_EQ(first.number.size(), 20U);
  ASSERT_TRUE(issuer_.issue(order()));
  EXPECT_EQ(ask().number, first.number);
  const auto pdf = issuer_.download(order().order_number, app::InvoicePaper::invoice);
  ASSERT_TRUE(pdf);
  EXPECT_TRUE(pdf->starts_with("%PDF-"));
  EXPECT_EQ(*pdf, *issuer_.download(order().order_number, app::InvoicePaper::invoice));
}

TEST_F(SandboxPost, TakesAnInvoiceBackOnce) {
  ASSERT_TRUE(issuer_.issue(order()));
  wait();
  const app::RedLetterOrder red{order().order_number, ask().number, "退款"};
  EXPECT_EQ(ask(app::InvoicePaper::red_letter).state, State::unknown);
  ASSERT_TRUE(issuer_.red_letter(red));
  ASSERT_TRUE(issuer_.red_letter(red));
  wait();
  const auto answer = ask(app::InvoicePaper::red_letter);
  ASSERT_EQ(answer.state, State::done);
  EXPECT_NE(answer.number, ask().number);
  const auto wrong = issuer_.red_letter({order().order_number, "99", "退款"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::invalid);
}

TEST_F(SandboxPost, FailsOnSentinels) {
  ASSERT_TRUE(issuer_.issue(order("开票失败")));
  wait();
  EXPECT_EQ(ask().state, State::refused);
  EXPECT_FALSE(ask().failure.empty());
  EXPECT_EQ(issuer_.issue(order("开票繁忙")).error().code, ErrorCode::upstream);
  SandboxMailer mailer(*store_, clock_);
  EXPECT_EQ(mailer.send("k", {.to = "a@bounce.example"}).error().code, ErrorCode::invalid);
  EXPECT_EQ(mailer.send("k", {.to = "a@busy.example"}).error().code, ErrorCode::upstream);
}

TEST_F(SandboxPost, KeepsAMailOnceWithItsAttachment) {
  SandboxMailer mailer(*store_, clock_);
  const app::Mail mail{.to = "a@example.com",
                       .subject = "电子发票",
                       .text = "见附件",
                       .attachments = {{"发票.pdf", "application/pdf", std::string("%PDF\0x", 6)}}};
  ASSERT_TRUE(mailer.send("k1", mail));
  ASSERT_TRUE(mailer.send("k1", mail));
  const auto mails = app::read(*store_, [](auto& tx) { return tx.sandbox().mails(9); });
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].file_name, "发票.pdf");
  const auto attachment =
      app::read(*store_, [&](auto& tx) { return tx.sandbox().find_attachment(mails[0].id); });
  ASSERT_TRUE(attachment);
  EXPECT_EQ(attachment->bytes, std::string("%PDF\0x", 6));
  EXPECT_FALSE(any_file_holds("a@example.com"));
}

}  // namespace
}  // namespace certhall::adapters
