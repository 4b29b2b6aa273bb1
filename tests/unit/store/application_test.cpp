#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using domain::ApplicationStatus;

class Applications : public StoreTest {
 protected:
  domain::Payment payment_of(const domain::Application& application, std::int64_t n) {
    auto payment = filled<domain::Payment>(n);
    payment.application_id = application.id;
    payment.status = domain::PaymentStatus::voucher_uploaded;
    return payment;
  }
};
ON_BOTH_ENGINES(Applications);

TEST_P(Applications, AreChosenFromACatalogueThatIsSeededOnce) {
  const std::vector relying{filled<domain::RelyingApplication>(2),
                            filled<domain::RelyingApplication>(1)};
  auto list = filled<domain::PriceList>();
  list.relying_application = relying[0].code;
  auto changed = relying;
  changed[0].name = "changed by an administrator";
  commit([&](Transaction& tx) {
    tx.catalogue().seed(relying, {list});
    tx.catalogue().seed(changed, {list});
  });
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.catalogue().relying_applications(), relying);
    EXPECT_EQ(tx.catalogue().price_lists(), std::vector{list});
  });
}

TEST_P(Applications, GetNumbersByTheDay) {
  const Date day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
  const Date next{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{24}};
  commit([&](Transaction& tx) {
    EXPECT_EQ(tx.applications().next_number(day), 1);
    EXPECT_EQ(tx.applications().next_number(day), 2);
    EXPECT_EQ(tx.applications().next_number(next), 1);
  });
  commit([&](Transaction& tx) { EXPECT_EQ(tx.applications().next_number(day), 3); });
}

TEST_P(Applications, AreKeptWhole) {
  const auto application = put_application();
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.applications().find(application.id), application);
    EXPECT_SAME(*tx.applications().find_by_number(application.number), application);
    EXPECT_FALSE(tx.applications().find({"none"}));
  });
}

TEST_P(Applications, NeedAnAccount) {
  EXPECT_THROW(
      commit([&](Transaction& tx) { tx.applications().insert(filled<domain::Application>()); }),
      std::runtime_error);
}

TEST_P(Applications, AreChangedByOneAtATime) {
  auto mine = put_application();
  auto theirs = mine;
  const auto account = mine.account_id;
  const auto created = mine.created_at;
  mine = filled<domain::Application>(5);
  mine.id = theirs.id;
  mine.account_id = account;
  mine.created_at = created;
  mine.revision = theirs.revision;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.applications().update(mine)); });
  EXPECT_EQ(mine.revision, theirs.revision + 1);
  commit([&](Transaction& tx) { EXPECT_FALSE(tx.applications().update(theirs)); });
  look([&](Transaction& tx) { EXPECT_SAME(*tx.applications().find(mine.id), mine); });
}

TEST_P(Applications, AreListedByAccountAndByTheClock) {
  const auto account = put_account();
  // number, state, submitted, due
  struct Case {
    std::string id;
    ApplicationStatus status;
    std::int64_t submitted, due;
  };
  const std::vector<Case> cases{{"a", ApplicationStatus::approved, 5, 0},
                                {"b", ApplicationStatus::approved, 4, 90},
                                {"c", ApplicationStatus::returned, 3, 80},
                                {"d", ApplicationStatus::draft, 0, 0}};
  commit([&](Transaction& tx) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      auto application = filled<domain::Application>(static_cast<std::int64_t>(i));
      application.id = {cases[i].id};
      application.account_id = account.id;
      application.status = cases[i].status;
      application.submitted_at = {cases[i].submitted};
      application.due_at = {cases[i].due};
      application.created_at = {static_cast<std::int64_t>(i)};
      tx.applications().insert(application);
    }
  });
  const auto ids = [](const std::vector<domain::Application>& list) {
    std::string text;
    for (const auto& each : list) text += each.id.value;
    return text;
  };
  look([&](Transaction& tx) {
    auto& all = tx.applications();
    EXPECT_EQ(ids(all.of_account(account.id, 10)), "dcba");
    EXPECT_EQ(ids(all.of_account(account.id, 2)), "dc");
    EXPECT_EQ(ids(all.of_account({"x"}, 2)), "");
    EXPECT_EQ(ids(all.approved(9)), "ba");
    EXPECT_EQ(ids(all.approved(1)), "b");
  });
}

TEST_P(Applications, HaveOneCurrentMaterialOfAKind) {
  const auto application = put_application();
  auto first = filled<domain::Material>(1);
  auto second = filled<domain::Material>(2);
  auto other = filled<domain::Material>(3);
  for (auto* each : {&first, &second, &other}) each->application_id = application.id;
  other.kind = domain::MaterialKind::business_licence;
  commit([&](Transaction& tx) {
    for (auto* each : {&first, &second, &other}) tx.materials().put(*each);
  });
  EXPECT_EQ(first.version, 1);
  EXPECT_EQ(second.version, 2);
  EXPECT_EQ(other.version, 1);
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.materials().current(application.id, second.kind), second);
    EXPECT_SAME(*tx.materials().current(application.id, other.kind), other);
    EXPECT_FALSE(tx.materials().current(application.id, domain::MaterialKind::id_card_front));
    EXPECT_EQ(tx.materials().all_current(application.id).size(), 2U);
  });
}

TEST_P(Applications, HaveOneIdentityCheckFoundByItsLinks) {
  const auto application = put_application();
  auto identity = filled<domain::Identity>();
  identity.application_id = application.id;
  commit([&](Transaction& tx) { tx.identities().insert(identity); });
  look([&](Transaction& tx) {
    auto& all = tx.identities();
    EXPECT_SAME(*all.of_application(application.id), identity);
    EXPECT_SAME(*all.find_by_link(identity.link_digest), identity);
    EXPECT_SAME(*all.find_by_phone(identity.phone_digest), identity);
  });
  auto second = filled<domain::Identity>(2);
  second.application_id = application.id;
  EXPECT_THROW(commit([&](Transaction& tx) { tx.identities().insert(second); }), Conflict);
}

TEST_P(Applications, KeepNoUsedLinkToTheIdentityCheck) {
  auto identity = filled<domain::Identity>();
  identity.application_id = put_application().id;
  auto theirs = identity;
  commit([&](Transaction& tx) {
    tx.identities().insert(identity);
    identity.link_digest = "";
    identity.phone_digest = "";
    EXPECT_TRUE(tx.identities().update(identity));
    EXPECT_FALSE(tx.identities().update(theirs));
    EXPECT_FALSE(tx.identities().find_by_link(""));
    EXPECT_FALSE(tx.identities().find_by_phone(""));
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.identities().of_application(identity.application_id), identity);
  });
}

TEST_P(Applications, ArePaidOnce) {
  const auto application = put_application();
  auto payment = payment_of(application, 1);
  commit([&](Transaction& tx) { tx.payments().insert(payment); });
  auto second = payment_of(application, 2);
  EXPECT_THROW(commit([&](Transaction& tx) { tx.payments().insert(second); }), Conflict);
  auto theirs = payment;
  payment.status = domain::PaymentStatus::cancelled;
  commit([&](Transaction& tx) {
    EXPECT_SAME(*tx.payments().of_application(application.id), theirs);
    EXPECT_TRUE(tx.payments().update(payment));
    EXPECT_FALSE(tx.payments().update(theirs));
    EXPECT_FALSE(tx.payments().of_application(application.id));
    tx.payments().insert(second);
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.payments().of_application(application.id), second);
    EXPECT_SAME(*tx.payments().find(payment.id), payment);
  });
}

TEST_P(Applications, DoNotShareABankStatementsLineOrARemarkCode) {
  const auto application = put_application(1);
  const auto other = put_application(2);
  const auto payment = payment_of(application, 1);
  commit([&](Transaction& tx) { tx.payments().insert(payment); });
  auto same_remark = payment_of(other, 2);
  same_remark.remark_code = payment.remark_code;
  EXPECT_THROW(commit([&](Transaction& tx) { tx.payments().insert(same_remark); }), Conflict);
  auto second = payment_of(other, 3);
  second.bank_reference = "";
  commit([&](Transaction& tx) { tx.payments().insert(second); });
  second.bank_reference = payment.bank_reference;
  EXPECT_THROW(commit([&](Transaction& tx) { return tx.payments().update(second); }), Conflict);
}

TEST_P(Applications, ShowTheirPaymentsOldestChangeFirst) {
  auto first = payment_of(put_application(1), 1);
  auto second = payment_of(put_application(2), 2);
  first.updated_at = {20};
  second.updated_at = {10};
  commit([&](Transaction& tx) {
    tx.payments().insert(first);
    tx.payments().insert(second);
  });
  look([&](Transaction& tx) {
    auto& all = tx.payments();
    const auto found = all.in_status(domain::PaymentStatus::voucher_uploaded, 5);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_SAME(found[0], second);
    EXPECT_EQ(all.in_status(domain::PaymentStatus::voucher_uploaded, 1).size(), 1U);
    EXPECT_TRUE(all.in_status(domain::PaymentStatus::confirmed, 5).empty());
  });
}

TEST_P(Applications, RememberTheirReviewsInOrder) {
  const auto application = put_application();
  const auto staff = put_staff();
  std::vector<domain::Review> reviews{filled<domain::Review>(1), filled<domain::Review>(2)};
  commit([&](Transaction& tx) {
    for (auto& each : reviews) {
      each.application_id = application.id;
      each.staff_id = staff.id;
      tx.reviews().insert(each);
    }
  });
  look([&](Transaction& tx) {
    const auto found = tx.reviews().of_application(application.id);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_SAME(found[0], reviews[0]);
    EXPECT_SAME(found[1], reviews[1]);
  });
}

TEST_P(Applications, RememberWhoActed) {
  const auto application = put_application();
  const auto staff = put_staff(1);
  const auto other = put_staff(2);
  commit([&](Transaction& tx) {
    tx.reviews().add_act(application.id, staff.id, "return", {1});
    tx.reviews().add_act(application.id, staff.id, "return", {2});
  });
  look([&](Transaction& tx) {
    EXPECT_TRUE(tx.reviews().has_acted(application.id, staff.id));
    EXPECT_FALSE(tx.reviews().has_acted(application.id, other.id));
  });
}

TEST_P(Applications, AreFoundManyAtOnce) {
  std::vector<ApplicationId> ids;
  for (std::int64_t n = 1; n <= 120; ++n) ids.push_back(put_application(n).id);
  ids.push_back({"nobody"});
  look([&](Transaction& tx) {
    const auto found = tx.applications().find_all(ids);
    EXPECT_EQ(found.size(), 120U);
    for (const auto& [id, application] : found)
      EXPECT_SAME(application, tx.applications().find(id).value());
    EXPECT_TRUE(tx.applications().find_all({}).empty());
  });
}

TEST_P(Applications, AreSeenByEachReviewerAsHeLeftThem) {
  const auto application = put_application(1), untouched = put_application(2);
  const auto staff = put_staff(1), other = put_staff(2);
  commit([&](Transaction& tx) {
    for (const auto decision :
         {domain::ReviewDecision::return_for_correction,
          domain::ReviewDecision::return_for_correction, domain::ReviewDecision::approve})
      tx.reviews().insert(
          {.application_id = application.id, .staff_id = staff.id, .decision = decision});
    tx.reviews().add_act(application.id, staff.id, "return", {1});
    EXPECT_TRUE(tx.reviews().claim({application.id, other.id, {1}, {9}}, {1}));
  });
  look([&](Transaction& tx) {
    const std::vector<ApplicationId> ids{application.id, untouched.id};
    const auto states = tx.reviews().states(ids, staff.id);
    ASSERT_EQ(states.size(), 2U);
    EXPECT_EQ(states.at(application.id).returns, 2);
    EXPECT_TRUE(states.at(application.id).acted);
    EXPECT_EQ(states.at(application.id).claim.value().staff_id, other.id);
    EXPECT_EQ(states.at(untouched.id).returns, 0);
    EXPECT_FALSE(states.at(untouched.id).acted);
    EXPECT_FALSE(states.at(untouched.id).claim);
    EXPECT_FALSE(tx.reviews().states(ids, other.id).at(application.id).acted);
  });
}

TEST_P(Applications, AreDeliveredByOneParcelAtATime) {
  auto delivery = filled<domain::Delivery>(1);
  delivery.application_id = put_application(1).id;
  auto second = filled<domain::Delivery>(2);
  second.application_id = delivery.application_id;
  auto theirs = delivery;
  commit([&](Transaction& tx) { tx.deliveries().insert(delivery); });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.deliveries().insert(second); }), Conflict);
  second.application_id = put_application(2).id;
  second.status = domain::DeliveryStatus::signed_for;
  delivery.route.push_back(filled<domain::RouteEvent>(9));
  commit([&](Transaction& tx) {
    tx.deliveries().insert(second);
    EXPECT_TRUE(tx.deliveries().update(delivery));
    EXPECT_FALSE(tx.deliveries().update(theirs));
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.deliveries().find(delivery.id), delivery);
    EXPECT_SAME(*tx.deliveries().of_application(delivery.application_id), delivery);
    const auto open = tx.deliveries().open(9);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].id, delivery.id);
  });
  second.carrier = delivery.carrier;
  second.waybill = delivery.waybill;
  EXPECT_THROW(commit([&](Transaction& tx) { return tx.deliveries().update(second); }), Conflict);
}

}  // namespace
}  // namespace certhall::store
