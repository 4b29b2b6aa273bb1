#include "domain/status_text.h"

#include <set>

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

using Actions = EnumSet<ApplicantAction>;
using enum ApplicantAction;

Actions actions(const Dossier& dossier, const std::vector<Certificate>& certificates = {}) {
  return applicant_actions(dossier, facts_of(dossier, sample::divisions(), sample::kToday),
                           certificates);
}

Dossier in_status(ApplicationStatus status,
                  PaymentStatus payment = PaymentStatus::voucher_uploaded) {
  auto dossier = sample::complete_dossier();
  dossier.application.status = status;
  dossier.payment = Payment{.status = payment};
  return dossier;
}

TEST(StatusText, ExplainsEveryStatusInASentence) {
  std::set<std::string> texts;
  for (const auto status : EnumSet<ApplicationStatus>::all().list()) {
    const auto text = status_text({.status = status});
    EXPECT_TRUE(texts.insert(text.status).second) << text.status;
    EXPECT_TRUE(text.next_step.ends_with("。")) << text.next_step;
  }
}

TEST(StatusText, OfADraftNamesTheStepThatIsNext) {
  std::set<std::string> sentences;
  for (const auto step : {WizardStep::choose_application, WizardStep::details, WizardStep::form,
                          WizardStep::materials, WizardStep::identity, WizardStep::payment})
    EXPECT_TRUE(sentences.insert(status_text({.step = step}).next_step).second);
}

TEST(StatusText, NamesWhoIsMeantByTheCertificateType) {
  const auto text = [](ApplicationStatus status, CertificateType type) {
    return status_text({.status = status, .step = WizardStep::identity, .certificate_type = type})
        .next_step;
  };
  using enum ApplicationStatus;
  using enum CertificateType;
  EXPECT_EQ(text(draft, organization_person), "请经办人用手机扫码完成身份认证。");
  EXPECT_EQ(text(draft, natural_person), "请申请人用手机扫码完成身份认证。");
  EXPECT_TRUE(text(in_review, organization_person).ends_with("结果会短信通知经办人。"));
  EXPECT_TRUE(text(in_review, natural_person).ends_with("结果会短信通知申请人。"));
  for (const auto status : {approved, produced}) {
    EXPECT_TRUE(text(status, organization).ends_with("发送给经办人。"));
    EXPECT_TRUE(text(status, organization_person).ends_with("发送给申请人。"));
    EXPECT_TRUE(text(status, natural_person).ends_with("发送给申请人。"));
  }
}

TEST(StatusText, OfAReviewPromisesATime) {
  CustomerFacts facts{.status = ApplicationStatus::in_review,
                      .payment = PaymentStatus::voucher_uploaded,
                      .due_at = sample::time("2026-11-24T02:20:00Z")};
  EXPECT_EQ(status_text(facts), (StatusText{"待审核",
                                            "我们正在核对款项并审核资料，最迟2026-11-24 10:20完成，"
                                            "结果会短信通知经办人。"}));
  facts.payment = PaymentStatus::confirmed;
  EXPECT_EQ(status_text(facts).next_step,
            "款项已到账，我们正在审核资料，最迟2026-11-24 10:20完成，结果会短信通知经办人。");
}

TEST(StatusText, TellsOfARejectedVoucher) {
  auto dossier = in_status(ApplicationStatus::awaiting_payment, PaymentStatus::awaiting_transfer);
  const auto text = [&] {
    return status_text(customer_facts(dossier, WizardStep::payment, std::nullopt, {}));
  };
  EXPECT_EQ(text().status, "待付款");
  dossier.payment->rejection = "金额不符";
  EXPECT_EQ(text().status, "汇款流水单被退回");
  dossier.payment->status = PaymentStatus::voucher_uploaded;
  EXPECT_EQ(text().status, "待付款") << "a better one is in";
  dossier.application.status = ApplicationStatus::returned;
  dossier.payment->status = PaymentStatus::awaiting_transfer;
  EXPECT_EQ(text().next_step, "请重新上传汇款流水单，并按驳回原因修改后重新提交。");
}

TEST(StatusText, FollowsTheParcel) {
  const auto text = [](ApplicationStatus status, DeliveryStatus delivery) {
    return status_text({.status = status, .delivery = delivery});
  };
  EXPECT_EQ(text(ApplicationStatus::produced, DeliveryStatus::pending).status, "已制证，待寄送");
  EXPECT_EQ(text(ApplicationStatus::produced, DeliveryStatus::sent_back).status, "快递被退回");
  EXPECT_NE(text(ApplicationStatus::shipped, DeliveryStatus::ordered),
            text(ApplicationStatus::shipped, DeliveryStatus::in_transit));
}

TEST(StatusText, OfARefusalSaysWhereTheMoneyIs) {
  std::set<std::string> sentences;
  for (const auto payment : {PaymentStatus::refund_due, PaymentStatus::refunded,
                             PaymentStatus::voucher_uploaded, PaymentStatus::cancelled})
    EXPECT_TRUE(
        sentences
            .insert(
                status_text({.status = ApplicationStatus::refused, .payment = payment}).next_step)
            .second);
}

TEST(StatusText, TellsOfARevocation) {
  const auto dossier = in_status(ApplicationStatus::completed, PaymentStatus::confirmed);
  const auto text = [&](std::vector<Certificate> certificates) {
    return status_text(customer_facts(dossier, WizardStep::finished, std::nullopt, certificates))
        .status;
  };
  const Certificate good{.status = CertificateStatus::issued};
  const Certificate revoked{.status = CertificateStatus::revoked};
  EXPECT_EQ(text({good, good}), "已完成");
  EXPECT_EQ(text({revoked, revoked}), "证书已注销");
  EXPECT_EQ(text({good, revoked}), "已完成") << "an abandoned token's, with a good successor";
}

TEST(StatusText, OfAnApprovedApplicationIgnoresAnAbandonedToken) {
  const auto dossier = in_status(ApplicationStatus::approved, PaymentStatus::confirmed);
  const Certificate revoked{.status = CertificateStatus::revoked};
  EXPECT_FALSE(
      customer_facts(dossier, WizardStep::finished, std::nullopt, {revoked}).certificates_revoked);
}

TEST(StatusText, SaysWhereThePinComesFrom) {
  const auto text = [](ApplicationStatus status, std::optional<AccountCheckStatus> check) {
    return status_text(
               {.status = status, .pin_route = PinRoute::transfer_remark, .account_check = check})
        .next_step;
  };
  const auto has = [](const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(has(text(ApplicationStatus::approved, AccountCheckStatus::awaiting_production),
                  "小额转账的附言"));
  EXPECT_TRUE(has(text(ApplicationStatus::produced, AccountCheckStatus::succeeded),
                  "请向贵司财务人员获取"));
  for (const auto status :
       {ApplicationStatus::produced, ApplicationStatus::shipped, ApplicationStatus::completed})
    for (const auto stuck : {AccountCheckStatus::failed, AccountCheckStatus::returned})
      EXPECT_TRUE(has(text(status, stuck), "请更正对公账户"));
  EXPECT_TRUE(has(status_text({.status = ApplicationStatus::produced}).next_step, "短信发送"));
}

TEST(PinRoute, GoesThroughTheAccountOfAnOrganizationThatPaysOnline) {
  using enum CertificateType;
  for (const auto type : {organization, organization_person, natural_person})
    EXPECT_EQ(pin_route(PaymentMethod::bank_transfer, type), PinRoute::text_message);
  for (const auto method : {PaymentMethod::wechat, PaymentMethod::alipay}) {
    EXPECT_EQ(pin_route(method, organization), PinRoute::transfer_remark);
    EXPECT_EQ(pin_route(method, organization_person), PinRoute::transfer_remark);
    EXPECT_EQ(pin_route(method, natural_person), PinRoute::text_message);
  }
}

TEST(BankAccounts, AreDigitsAndNamesOfBanksAreWords) {
  EXPECT_FALSE(check_bank_account_number("62220200"));
  EXPECT_FALSE(check_bank_account_number(std::string(32, '1')));
  for (const std::string wrong : {"", "1234567", "6222020a", "6222 0200"})
    EXPECT_TRUE(check_bank_account_number(wrong)) << wrong;
  EXPECT_TRUE(check_bank_account_number(std::string(33, '1')));
  EXPECT_FALSE(check_bank_name("示例银行"));
  EXPECT_TRUE(check_bank_name(""));
  EXPECT_TRUE(check_bank_name("行"));
}

TEST(Actions, LetAnAccountBeCorrectedUntilThePinIsUnderWay) {
  auto dossier = in_status(ApplicationStatus::produced, PaymentStatus::confirmed);
  dossier.payment->method = PaymentMethod::wechat;
  const auto may = [&](AccountCheckStatus status) {
    dossier.account_check = AccountCheck{.status = status};
    return actions(dossier).has(correct_account);
  };
  EXPECT_TRUE(may(AccountCheckStatus::failed));
  EXPECT_TRUE(may(AccountCheckStatus::returned));
  EXPECT_TRUE(may(AccountCheckStatus::awaiting_production));
  EXPECT_FALSE(may(AccountCheckStatus::due));
  EXPECT_FALSE(may(AccountCheckStatus::sent));
  EXPECT_FALSE(may(AccountCheckStatus::succeeded));
  dossier.application.status = ApplicationStatus::refused;
  EXPECT_FALSE(may(AccountCheckStatus::awaiting_production));
}

TEST(Actions, OfAnEmptyDraftAreToFillInAndToCancel) {
  EXPECT_EQ(actions({}), (Actions{edit, change_certificate, upload, cancel}));
}

TEST(Actions, OfADraftGrowWithWhatIsDone) {
  auto dossier = sample::complete_dossier();
  EXPECT_EQ(actions(dossier),
            (Actions{edit, change_certificate, print_form, upload, choose_payment, cancel}));
  dossier.identity.reset();
  EXPECT_EQ(actions(dossier),
            (Actions{edit, change_certificate, print_form, upload, verify_identity, cancel}));
}

TEST(Actions, WhilePaymentIsAwaitedAreTheVoucherAndTheWayBack) {
  EXPECT_EQ(
      actions(in_status(ApplicationStatus::awaiting_payment, PaymentStatus::awaiting_transfer)),
      (Actions{edit, change_certificate, choose_payment, upload_voucher, cancel}));
  EXPECT_EQ(actions(in_status(ApplicationStatus::awaiting_payment, PaymentStatus::awaiting_online)),
            (Actions{edit, change_certificate, choose_payment, cancel}));
}

TEST(Actions, InReviewAreABetterVoucherUntilTheMoneyIsConfirmed) {
  EXPECT_EQ(actions(in_status(ApplicationStatus::in_review)), Actions{upload_voucher});
  EXPECT_EQ(actions(in_status(ApplicationStatus::in_review, PaymentStatus::confirmed)), Actions{});
}

// What is paid for stays what it was paid for: there is no change_certificate.
TEST(Actions, OfAReturnedApplicationAreToMendAndThenToResubmit) {
  auto dossier = in_status(ApplicationStatus::returned, PaymentStatus::confirmed);
  EXPECT_EQ(actions(dossier), (Actions{edit, print_form, upload, resubmit}));
  dossier.last_return = Review{.decision = ReviewDecision::return_for_correction,
                               .items = {{"seal_impression", "印章模糊"}},
                               .at = sample::time("2026-11-21T02:00:00Z")};
  EXPECT_EQ(actions(dossier), (Actions{edit, print_form, upload}));
}

TEST(Actions, WithAnIssuedCertificateAreToReportItsLoss) {
  const auto dossier = in_status(ApplicationStatus::completed, PaymentStatus::confirmed);
  EXPECT_EQ(actions(dossier, {{.status = CertificateStatus::issued}}), Actions{report_loss});
  EXPECT_EQ(actions(dossier, {{.status = CertificateStatus::revoked}}), Actions{});
}

}  // namespace
}  // namespace certhall::domain
