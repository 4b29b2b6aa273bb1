#include "domain/application_facts.h"

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

using Facts = EnumSet<ApplicationFact>;

Facts facts(const Dossier& dossier) {
  return facts_of(dossier, sample::divisions(), sample::kToday);
}

WizardStep step(const Dossier& dossier) { return wizard_step(dossier, facts(dossier)); }

Review returned(std::vector<ReviewItem> items) {
  return {.decision = ReviewDecision::return_for_correction,
          .items = std::move(items),
          .at = sample::time("2026-11-21T02:00:00Z")};
}

TEST(Facts, OfACompleteDraftAllowToChooseThePayment) {
  const Facts complete{ApplicationFact::details_valid, ApplicationFact::form_current,
                       ApplicationFact::materials_accepted, ApplicationFact::identity_verified,
                       ApplicationFact::returned_items_mended};
  EXPECT_EQ(facts(sample::complete_dossier()), complete);
  EXPECT_TRUE(decide(ApplicationStatus::draft, ApplicationEvent::choose_payment,
                     {.kind = ActorKind::applicant}, complete));
}

TEST(Facts, OfAnEmptyDraftAreNone) {
  EXPECT_EQ(facts({}), Facts{ApplicationFact::returned_items_mended});
}

TEST(Form, IsNoLongerCurrentAfterAnyChange) {
  auto dossier = sample::complete_dossier();
  dossier.application.details.delivery.address += "2";
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::form_current));
  dossier = sample::complete_dossier();
  dossier.application.relying_application = "cs-ggzy";
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::form_current));
}

TEST(Form, IsNotCurrentBeforeItIsPrinted) {
  auto application = sample::complete_dossier().application;
  application.form_version = 0;
  EXPECT_FALSE(form_is_current(application));
}

TEST(FormDigest, BelongsToOneApplication) {
  auto application = sample::complete_dossier().application;
  const auto digest = form_digest(application);
  EXPECT_EQ(digest.size(), 64U);
  application.number = "HN20261123-000002";
  EXPECT_NE(form_digest(application), digest);
}

TEST(FormDigest, IgnoresWhatAnotherCertificateTypeAsksFor) {
  auto application = sample::complete_dossier().application;
  application.details = sample::organization_person();
  const auto digest = form_digest(application);
  application.details.legal_representative = sample::details().legal_representative;
  EXPECT_EQ(form_digest(application), digest);
  application.details.holder->mobile = "13800000009";
  EXPECT_NE(form_digest(application), digest);
}

TEST(FormDigest, IsForOrganizationsWhatItWasBeforeThereWereHolders) {
  // Forms that were printed by an older program stay current.
  EXPECT_EQ(form_digest(sample::complete_dossier().application),
            "12cdebf5db7fcddc6fbd3b08e7b81e1c72be050b86c15af9333d54848ecca863");
}

TEST(Materials, MustAllBeThere) {
  for (std::size_t i = 0; i < 3; ++i) {
    auto dossier = sample::complete_dossier();
    dossier.materials.erase(dossier.materials.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(facts(dossier).has(ApplicationFact::materials_accepted));
  }
}

TEST(Materials, AreNotAcceptedWithAFailedCheckThatBlocks) {
  auto dossier = sample::complete_dossier();
  dossier.materials[1].checks = {{.name = "stamp", .passed = false, .blocking = false}};
  EXPECT_TRUE(facts(dossier).has(ApplicationFact::materials_accepted));
  dossier.materials[1].checks.push_back({.name = "sharpness", .passed = false});
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::materials_accepted));
}

TEST(Materials, NeedTheScanOfTheFormAsItWasPrintedLast) {
  auto dossier = sample::complete_dossier();
  dossier.application.form_version = 2;
  EXPECT_TRUE(facts(dossier).has(ApplicationFact::form_current));
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::materials_accepted));
}

TEST(IdentityProof, IsOfThePersonInTheForm) {
  using Change = void (*)(Agent&);
  const Change changes[] = {[](Agent& a) { a.name = "张四丰"; },
                            [](Agent& a) { a.id_number = "990101198501010029"; },
                            [](Agent& a) { a.mobile = "13800000009"; }};
  for (const auto change : changes) {
    auto dossier = sample::complete_dossier();
    change(dossier.application.details.agent);
    EXPECT_FALSE(facts(dossier).has(ApplicationFact::identity_verified));
  }
  auto dossier = sample::complete_dossier();
  dossier.application.details.agent.email = "other@example.com";
  EXPECT_TRUE(facts(dossier).has(ApplicationFact::identity_verified));
}

TEST(IdentityProof, MustHaveSucceeded) {
  auto dossier = sample::complete_dossier();
  dossier.identity->status = IdentityStatus::checking;
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::identity_verified));
  dossier.identity.reset();
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::identity_verified));
}

TEST(PaymentFacts, FollowThePayment) {
  auto dossier = sample::complete_dossier();
  const auto of = [&](PaymentStatus status) {
    dossier.payment = Payment{.status = status};
    const auto all = facts(dossier);
    return std::pair(all.has(ApplicationFact::voucher_present), all.has(ApplicationFact::paid));
  };
  EXPECT_EQ(of(PaymentStatus::awaiting_transfer), std::pair(false, false));
  EXPECT_EQ(of(PaymentStatus::voucher_uploaded), std::pair(true, false));
  EXPECT_EQ(of(PaymentStatus::confirmed), std::pair(true, true));
  EXPECT_EQ(of(PaymentStatus::refund_due), std::pair(false, false));
}

TEST(PaymentFacts, FollowTheApplication) {
  EXPECT_EQ(payment_facts_of(ApplicationStatus::in_review), EnumSet{PaymentFact::application_open});
  EXPECT_EQ(payment_facts_of(ApplicationStatus::refused), EnumSet{PaymentFact::application_ended});
  EXPECT_EQ(payment_facts_of(ApplicationStatus::cancelled),
            EnumSet{PaymentFact::application_ended});
}

TEST(Mending, AsksForANewUploadOfWhatWasReturned) {
  auto dossier = sample::complete_dossier();
  dossier.last_return =
      returned({{"business_licence", "未加盖公章"}, {"agent.name", "与身份证不符"}});
  EXPECT_EQ(not_mended(dossier), std::vector<std::string>{"营业执照扫描件"});
  EXPECT_FALSE(facts(dossier).has(ApplicationFact::returned_items_mended));
  dossier.materials[1] = sample::material(MaterialKind::business_licence, "2026-11-21T03:00:00Z");
  EXPECT_TRUE(not_mended(dossier).empty());
  EXPECT_TRUE(facts(dossier).has(ApplicationFact::returned_items_mended));
}

TEST(Mending, AsksForANewProofWhereTheIdentityWasReturned) {
  auto dossier = sample::complete_dossier();
  dossier.last_return = returned({{"identity", "身份证照片反光"}});
  EXPECT_EQ(not_mended(dossier), std::vector<std::string>{"身份认证"});
  dossier.identity->verified_at = sample::time("2026-11-21T04:00:00Z");
  EXPECT_TRUE(not_mended(dossier).empty());
}

TEST(KeptPrice, DependsOnApplicationTypeAndYears) {
  const auto before = sample::complete_dossier().application;
  auto after = before;
  after.details.agent.name = "张四丰";
  EXPECT_TRUE(keeps_price(before, after));
  after.details.years = 2;
  EXPECT_FALSE(keeps_price(before, after));
  after = before;
  after.details.certificate_type = CertificateType::organization_person;
  EXPECT_FALSE(keeps_price(before, after));
  after = before;
  after.relying_application = "cs-ggzy";
  EXPECT_FALSE(keeps_price(before, after));
}

TEST(Wizard, StandsAtTheFirstStepThatIsNotDone) {
  auto dossier = sample::complete_dossier();
  EXPECT_EQ(step(dossier), WizardStep::payment);
  dossier.identity.reset();
  EXPECT_EQ(step(dossier), WizardStep::identity);
  dossier.materials.clear();
  EXPECT_EQ(step(dossier), WizardStep::materials);
  dossier.application.form_version = 0;
  EXPECT_EQ(step(dossier), WizardStep::form);
  dossier.application.details.agent.email.clear();
  EXPECT_EQ(step(dossier), WizardStep::details);
  dossier.relying_application.reset();
  EXPECT_EQ(step(dossier), WizardStep::choose_application);
}

TEST(Wizard, IsOpenWhileTheApplicationIsWithTheApplicant) {
  auto dossier = sample::complete_dossier();
  for (const auto status : EnumSet<ApplicationStatus>::all().list()) {
    dossier.application.status = status;
    const bool with_applicant = status == ApplicationStatus::draft ||
                                status == ApplicationStatus::awaiting_payment ||
                                status == ApplicationStatus::returned;
    EXPECT_EQ(step(dossier), with_applicant ? WizardStep::payment : WizardStep::finished);
  }
}

}  // namespace
}  // namespace certhall::domain
