#include "app/invoice.h"

#include "app/act.h"
#include "app/review.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

using domain::ApplicationStatus;
using domain::InvoiceStatus;
using domain::PaymentStatus;
using State = IssuerAnswer::State;

/// Answers as it is told, and remembers what it was asked.
class ToldIssuer final : public InvoiceIssuer {
 public:
  Status issue(const InvoiceOrder& order) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    if (!refusal.empty()) return fail(ErrorCode::invalid, refusal);
    orders.push_back(order);
    return {};
  }
  Status red_letter(const RedLetterOrder& order) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    if (!refusal.empty()) return fail(ErrorCode::invalid, refusal);
    reds.push_back(order);
    return {};
  }
  Result<IssuerAnswer> query(std::string_view order_number, InvoicePaper paper) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    if (during) std::exchange(during, {})();
    const bool red = paper == InvoicePaper::red_letter;
    const bool known = red ? !reds.empty() && reds.back().order_number == order_number
                           : !orders.empty() && orders.back().order_number == order_number;
    if (!known) return IssuerAnswer{.state = State::unknown};
    if (working) return IssuerAnswer{.state = State::working};
    return IssuerAnswer{.state = State::done,
                        .number = red ? "99000000000000000002" : "99000000000000000001"};
  }
  Result<std::string> download(std::string_view, InvoicePaper paper) override {
    if (no_paper) return fail(ErrorCode::upstream, "文件还没有生成");
    return std::string(paper == InvoicePaper::red_letter ? "red PDF" : "PDF");
  }

  bool busy = false, working = false, no_paper = false;
  std::string refusal;
  std::vector<InvoiceOrder> orders;
  std::vector<RedLetterOrder> reds;
  std::function<void()> during;  // what happens while the issuer is being asked, once
};

class Invoices : public HallTest {
 protected:
  /// Approved and paid, its invoice due.
  domain::Application approved(domain::Details details = domain::sample::details()) {
    auto application = put_application(ApplicationStatus::approved, std::move(details));
    put_payment(application, PaymentStatus::confirmed);
    const auto opened =
        write(*store_, [&](Transaction& tx) { return open_invoice(tx, hall_, application); });
    EXPECT_TRUE(opened);
    return application;
  }
  std::optional<domain::Invoice> invoice_of(const domain::Application& application) {
    return look([&](Transaction& tx) { return tx.invoices().of_application(application.id); });
  }
  InvoiceStatus status_of(const domain::Application& application) {
    return invoice_of(application)->status;
  }
  void advance(int times = 4) {
    for (int i = 0; i < times; ++i) {
      EXPECT_TRUE(advance_invoices(hall_, issuer_));
      clock_.pass(std::chrono::hours{1});
    }
  }
  Result<ReviewCase> take_back(const domain::Application& application) {
    return withdraw(
        hall_, put_staff(domain::Role::reviewer), application.id,
        look([&](Transaction& tx) { return tx.applications().find(application.id)->revision; }),
        "单位来电要求撤销");
  }
  Result<CaseFile> correct(const domain::Application& application, const Buyer& buyer) {
    return correct_invoice(hall_, application.account_id, application.id,
                           invoice_of(application)->revision, buyer);
  }

  ToldIssuer issuer_;
};

TEST_F(Invoices, AreIssuedOnceAndAnnouncedBySmsAndMail) {
  const auto application = approved();
  advance();
  const auto invoice = *invoice_of(application);
  EXPECT_EQ(invoice.status, InvoiceStatus::issued);
  EXPECT_EQ(invoice.number, "99000000000000000001");
  ASSERT_EQ(issuer_.orders.size(), 1U);
  const auto& order = issuer_.orders.front();
  EXPECT_EQ(order.buyer_title, application.details.invoice.title);
  EXPECT_EQ(domain::total_of(order.lines).value, 35000);
  EXPECT_EQ(files_.get(invoice.pdf), "PDF");
  advance();
  EXPECT_EQ(issuer_.orders.size(), 1U);
  const auto file = look(
      [&](Transaction& tx) { return invoice_file(tx, hall_, application, InvoicePaper::invoice); });
  EXPECT_EQ(file->bytes, "PDF");
  const auto texts = sms();
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_NE(texts[0].find("99000000000000000001"), std::string::npos);
  EXPECT_NE(texts[0].find("z***@example.com"), std::string::npos);
}

TEST_F(Invoices, AreNotOpenedTwiceForAPaymentNorWhereNobodyWantsOne) {
  const auto application = approved();
  EXPECT_THROW(
      (void)write(*store_, [&](Transaction& tx) { return open_invoice(tx, hall_, application); }),
      Conflict);
  auto details = domain::sample::details();
  details.invoice.wanted = false;
  EXPECT_FALSE(invoice_of(approved(details)));
}

TEST_F(Invoices, GoOnWhereTheIssuerDoesNotAnswerAndThenDoes) {
  const auto application = approved();
  issuer_.busy = true;
  advance(12);
  EXPECT_EQ(status_of(application), InvoiceStatus::issuing);
  const auto desk = invoice_desk(hall_);
  ASSERT_EQ(desk.size(), 1U) << "finance sees that nothing comes";
  EXPECT_EQ(desk[0].application.id, application.id);
  issuer_.busy = false;
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issued);
  EXPECT_TRUE(invoice_desk(hall_).empty());
}

TEST_F(Invoices, WaitForTheirPaper) {
  const auto application = approved();
  issuer_.no_paper = true;
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issuing);
  issuer_.no_paper = false;
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issued);
}

TEST_F(Invoices, WithAnAnswerThatWasLostAreNotOrderedAgain) {
  const auto application = approved();
  issuer_.working = true;
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issuing);
  EXPECT_EQ(issuer_.orders.size(), 1U);
  issuer_.working = false;
  advance();
  EXPECT_EQ(issuer_.orders.size(), 1U);
  EXPECT_EQ(status_of(application), InvoiceStatus::issued);
}

TEST_F(Invoices, ThatAreRefusedAreCorrectedUnderANewOrderNumber) {
  const auto application = approved();
  issuer_.refusal = "购买方名称与税号不匹配";
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::failed);
  EXPECT_EQ(invoice_of(application)->failure, issuer_.refusal);
  const auto first = invoice_of(application)->order_number;
  EXPECT_EQ(invoice_desk(hall_).size(), 1U);
  issuer_.refusal.clear();
  const auto wrong = correct(application, {.title = "湖南", .tax_number = "1"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fields.front().field, "tax_number");
  ASSERT_TRUE(correct(application, {" 湖南示例建设有限公司 ", "91430100ma4l00001j"}));
  EXPECT_EQ(invoice_of(application)->title, "湖南示例建设有限公司");
  EXPECT_EQ(invoice_of(application)->tax_number, "91430100MA4L00001J");
  EXPECT_NE(invoice_of(application)->order_number, first) << "a refused number is spent";
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issued);
  const auto late = correct(application, {"另一个抬头有限公司", "91430100MA4L00001J"});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::wrong_state);
}

TEST_F(Invoices, ThatAreRefusedAreSentAgainByFinance) {
  const auto application = approved();
  issuer_.refusal = "开票额度不足";
  advance();
  issuer_.refusal.clear();
  const auto finance = put_staff(domain::Role::finance);
  const auto invoice = *invoice_of(application);
  ASSERT_TRUE(retry_invoice(hall_, finance, invoice.id, invoice.revision));
  EXPECT_EQ(retry_invoice(hall_, finance, invoice.id, invoice.revision).error().code,
            ErrorCode::stale);
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::issued);
  EXPECT_EQ(invoice_of(application)->tries, 2);
}

TEST_F(Invoices, AreOfSomebodyElseAsGoodAsMissing) {
  const auto application = approved();
  advance();
  const auto other = put_application(ApplicationStatus::approved);
  const auto sent = resend_invoice(hall_, other.account_id, application.id, "a@example.com");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::not_found);
}

TEST_F(Invoices, AreSentAgainThreeTimesADay) {
  const auto application = approved();
  EXPECT_EQ(
      resend_invoice(hall_, application.account_id, application.id, "a@example.com").error().code,
      ErrorCode::wrong_state);
  advance();
  const auto again = [&] {
    return resend_invoice(hall_, application.account_id, application.id, "a@example.com");
  };
  EXPECT_EQ(resend_invoice(hall_, application.account_id, application.id,
                           "a@example.com\r\nBcc: b@example.com")
                .error()
                .code,
            ErrorCode::invalid);
  (void)sms();
  for (int i = 0; i < kResendsPerDay; ++i) EXPECT_TRUE(again());
  const auto refused = again();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::too_many);
  EXPECT_GT(refused.error().retry_after_seconds, 0);
  EXPECT_EQ(taken("mail", "to").size(), 3U);
  clock_.pass(std::chrono::hours{24});
  EXPECT_TRUE(again());
}

TEST_F(Invoices, AreTakenBackWhenTheApprovalIs) {
  const auto application = approved();
  advance();
  (void)sms();
  ASSERT_TRUE(take_back(application));
  EXPECT_EQ(status_of(application), InvoiceStatus::red_due);
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.applications().find(application.id)->status, ApplicationStatus::refused);
    EXPECT_EQ(tx.payments().of_application(application.id)->status, PaymentStatus::refund_due);
    return 0;
  });
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::red_issued);
  ASSERT_EQ(issuer_.reds.size(), 1U);
  EXPECT_EQ(issuer_.reds[0].invoice_number, "99000000000000000001");
  EXPECT_EQ(issuer_.reds[0].reason, "单位来电要求撤销");
  const auto texts = sms();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_NE(texts[0].find("单位来电要求撤销"), std::string::npos);
  EXPECT_NE(texts[0].find("350.00元将退回"), std::string::npos);
  EXPECT_NE(texts[1].find("99000000000000000002"), std::string::npos);
}

TEST_F(Invoices, ThatWereNeverIssuedAreNotWhenTheApprovalIsTakenBack) {
  const auto application = approved();
  ASSERT_TRUE(take_back(application));
  EXPECT_EQ(status_of(application), InvoiceStatus::cancelled);
  advance();
  EXPECT_TRUE(issuer_.orders.empty());
}

TEST_F(Invoices, ThatAreUnderWayWhenTheMoneyGoesBackBecomeRedWithoutBeingAnnounced) {
  const auto application = approved();
  issuer_.working = true;
  advance();
  issuer_.working = false;
  // The withdrawal falls between the question and the answer.
  issuer_.during = [&] { ASSERT_TRUE(take_back(application)); };
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::red_issued);
  for (const auto& text : sms()) EXPECT_EQ(text.find("已开具"), std::string::npos) << text;
}

TEST_F(Invoices, WhoseRedLetterIsRefusedWaitForFinance) {
  const auto application = approved();
  advance();
  ASSERT_TRUE(take_back(application));
  issuer_.refusal = "须由购买方确认";
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::red_failed);
  issuer_.refusal.clear();
  const auto invoice = *invoice_of(application);
  ASSERT_TRUE(retry_invoice(hall_, put_staff(domain::Role::finance), invoice.id, invoice.revision));
  EXPECT_EQ(invoice_of(application)->order_number, invoice.order_number)
      << "a red letter is of the invoice's own order";
  advance();
  EXPECT_EQ(status_of(application), InvoiceStatus::red_issued);
}

TEST_F(Invoices, WaitSoLongAsTheSettingSaysAndCanBeCorrectedMeanwhile) {
  settings_.invoice.delay_minutes = 60;
  const auto application = approved();
  EXPECT_TRUE(advance_invoices(hall_, issuer_));
  EXPECT_EQ(status_of(application), InvoiceStatus::due);
  ASSERT_TRUE(correct(application, {"湖南示例集团有限公司", "91430100MA4L00001J"}));
  advance();
  ASSERT_EQ(issuer_.orders.size(), 1U);
  EXPECT_EQ(issuer_.orders[0].buyer_title, "湖南示例集团有限公司");
}

TEST_F(Invoices, LetNobodyTakeAnApprovalBackThatHeGaveOrThatAStationHas) {
  const auto application = approved();
  const auto reviewer = put_staff(domain::Role::reviewer);
  const auto producer = put_staff(domain::Role::producer);
  commit([&](Transaction& tx) {
    tx.reviews().add_act(application.id, StaffId{reviewer.id}, "approve", clock_.now());
    EXPECT_TRUE(tx.production().claim({.application_id = application.id,
                                       .staff_id = StaffId{producer.id},
                                       .claimed_at = clock_.now(),
                                       .lease_until = clock_.now() + std::chrono::minutes{15}},
                                      clock_.now()));
  });
  const auto other = put_staff(domain::Role::reviewer);
  EXPECT_EQ(withdraw(hall_, other, application.id, 1, "撤销").error().code, ErrorCode::wrong_state);
  clock_.pass(std::chrono::minutes{16});
  EXPECT_EQ(withdraw(hall_, reviewer, application.id, 1, "撤销").error().code,
            ErrorCode::forbidden);
  EXPECT_EQ(withdraw(hall_, other, application.id, 1, "").error().code, ErrorCode::invalid);
  EXPECT_EQ(withdraw(hall_, other, application.id, 7, "撤销").error().code, ErrorCode::stale);
  EXPECT_TRUE(withdraw(hall_, other, application.id, 1, "撤销"));
}

}  // namespace
}  // namespace certhall::app
