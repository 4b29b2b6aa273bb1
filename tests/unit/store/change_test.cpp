#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

class Changes : public StoreTest {
 protected:
  domain::Change put_change(const std::string& id, const domain::Staff& by,
                            domain::ChangeStatus status = domain::ChangeStatus::proposed) {
    auto change = filled<domain::Change>();
    change.id.value = id;
    change.subject = domain::ChangeSubject::staff;
    change.proposed_by = by.id;
    change.status = status;
    change.target = id == "03" ? "other" : "same";
    change.effective_at = {100};
    commit([&](Transaction& tx) { tx.changes().insert(change); });
    return change;
  }
};
ON_BOTH_ENGINES(Changes);

std::string ids(const std::vector<domain::Change>& changes) {
  std::string text;
  for (const auto& change : changes) text += change.id.value + " ";
  return text;
}

TEST_P(Changes, AreKeptWithAllTheyHave) {
  const auto change = put_change("01", put_staff());
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.changes().find(change.id), change);
    EXPECT_FALSE(tx.changes().find({"02"}));
  });
}

TEST_P(Changes, AreUpdatedByWhomeverSawTheNewest) {
  auto change = put_change("01", put_staff());
  commit([&](Transaction& tx) {
    auto late = change;
    change.after = "another text";
    change.status = domain::ChangeStatus::approved;
    EXPECT_TRUE(tx.changes().update(change));
    EXPECT_FALSE(tx.changes().update(late));
  });
  look([&](Transaction& tx) { EXPECT_SAME(*tx.changes().find(change.id), change); });
}

TEST_P(Changes, AreListedOpenDueAndNewestFirst) {
  const auto staff = put_staff();
  put_change("01", staff);
  put_change("02", staff, domain::ChangeStatus::approved);
  put_change("03", staff, domain::ChangeStatus::in_force);
  put_change("04", staff, domain::ChangeStatus::rejected);
  look([&](Transaction& tx) {
    EXPECT_EQ(ids(tx.changes().open()), "01 02 ");
    EXPECT_EQ(ids(tx.changes().due({99})), "");
    EXPECT_EQ(ids(tx.changes().due({100})), "02 ");
    EXPECT_EQ(ids(tx.changes().page("", "", "", 3)), "04 03 02 ");
    EXPECT_EQ(ids(tx.changes().page("02", "", "", 3)), "01 ");
    EXPECT_EQ(ids(tx.changes().page("", "staff", "same", 9)), "04 02 01 ");
    EXPECT_EQ(ids(tx.changes().page("", "price_list", "same", 9)), "");
  });
}

TEST_P(Changes, SealWhatTheySayBecauseItMayNameSomebody) {
  put_change("01", put_staff());
  const auto answer = sql("select before_text, after_text, reason from change");
  for (const auto& [name, value] : answer.rows.at(0))
    EXPECT_EQ(std::get<std::string>(value).find("字"), std::string::npos) << name;
}

TEST_P(Changes, LeaveTextsOfWhichTheNewestIsInForce) {
  const auto change = put_change("01", put_staff());
  auto text = filled<app::AdministeredText>();
  text.change_id = change.id;
  commit([&](Transaction& tx) {
    for (const std::int64_t version : {1, 2}) {
      text.version = version;
      text.body = "version " + std::to_string(version);
      tx.administered_texts().insert(text);
    }
  });
  look([&](Transaction& tx) {
    const auto texts = tx.administered_texts().in_force(text.subject);
    ASSERT_EQ(texts.size(), 1U);
    EXPECT_SAME(texts[0], text);
    EXPECT_TRUE(tx.administered_texts().in_force(domain::ChangeSubject::notice_template).empty());
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.administered_texts().insert(text); }), Conflict);
}

TEST_P(Changes, GiveEachAdministratorHalfAPasswordUntilItExpires) {
  const auto staff = put_staff();
  auto share = filled<app::OneTimeShare>();
  share.staff_id = share.holder_id = staff.id;
  share.expires_at = {500};
  commit([&](Transaction& tx) { tx.one_time_shares().insert(share); });
  commit([&](Transaction& tx) {
    EXPECT_SAME(*tx.one_time_shares().find(staff.id, staff.id), share);
    EXPECT_EQ(tx.one_time_shares().erase_expired({499}), 0);
    EXPECT_EQ(tx.one_time_shares().erase_expired({500}), 1);
    tx.one_time_shares().insert(share);
    tx.one_time_shares().erase(staff.id, staff.id);
    EXPECT_FALSE(tx.one_time_shares().find(staff.id, staff.id));
    tx.one_time_shares().insert(share);
    tx.one_time_shares().erase_of(staff.id);
    EXPECT_FALSE(tx.one_time_shares().find(staff.id, staff.id));
  });
}

TEST_P(Changes, SavePricesAndApplicationsOverWhatIsThere) {
  auto relying = filled<domain::RelyingApplication>(1);
  auto list = filled<domain::PriceList>();
  list.relying_application = relying.code;
  commit([&](Transaction& tx) {
    tx.catalogue().seed({relying}, {list});
    relying.name = "新名称";
    list.token_once = Fen{7};
    tx.catalogue().save(relying);
    tx.catalogue().save(list);
    auto second = filled<domain::RelyingApplication>(2);
    tx.catalogue().save(second);
  });
  look([&](Transaction& tx) {
    const auto all = tx.catalogue().relying_applications();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_SAME(all[0], relying);
    ASSERT_EQ(tx.catalogue().price_lists().size(), 1U);
    EXPECT_SAME(tx.catalogue().price_lists()[0], list);
  });
}

// --- the audit trail, searched -------------------------------------------------------------------

class AuditSearch : public StoreTest {
 protected:
  void append(std::int64_t at, const std::string& actor, const std::string& act,
              const std::string& subject) {
    commit([&](Transaction& tx) {
      tx.audit().append({.at = {at},
                         .actor = {.kind = domain::ActorKind::staff, .id = actor},
                         .act = act,
                         .subject = subject,
                         .detail = "{}"});
    });
  }
  std::string found(const app::AuditFilter& filter, std::int64_t before = 0,
                    std::int64_t limit = 10) {
    std::string text;
    for (const auto& row :
         look([&](Transaction& tx) { return tx.audit().find(filter, before, limit); }))
      text += std::to_string(row.seq) + " ";
    return text;
  }
};
ON_BOTH_ENGINES(AuditSearch);

TEST_P(AuditSearch, NarrowsByWhoWhatWhichAndWhen) {
  append(100, "a", "look", "x/1");
  append(200, "b", "look", "x/1");
  append(300, "a", "act", "x/2");
  append(400, "a", "look", "x/2");
  EXPECT_EQ(found({}), "4 3 2 1 ");
  EXPECT_EQ(found({.actor = "a"}), "4 3 1 ");
  EXPECT_EQ(found({.act = "look"}), "4 2 1 ");
  EXPECT_EQ(found({.subject = "x/1"}), "2 1 ");
  EXPECT_EQ(found({.actor = "a", .act = "look", .subject = "x/2"}), "4 ");
  EXPECT_EQ(found({.from = {200}, .until = {400}}), "3 2 ");
  EXPECT_EQ(found({.actor = "a", .from = {301}}), "4 ");
  EXPECT_EQ(found({.actor = "nobody"}), "");
  EXPECT_EQ(found({.act = "look"}, 4, 1), "2 ");
  EXPECT_EQ(found({.until = {50}}), "");
}

TEST_P(AuditSearch, CountsWhoLookedAndDidNothing) {
  const auto application = put_application();
  const auto staff = put_staff();
  const std::string subject = "application/" + application.id.value;
  append(100, staff.id.value, "person.reveal", subject);
  append(300, staff.id.value, "person.reveal", subject);
  append(300, staff.id.value, "person.reveal_refused", subject);
  append(300, staff.id.value, "application.look", subject);
  commit(
      [&](Transaction& tx) { tx.reviews().add_act(application.id, staff.id, "approve", {200}); });
  const auto counts = look([](Transaction& tx) { return tx.audit().reveals({0}); });
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].staff_id, staff.id);
  EXPECT_EQ(counts[0].looks, 2);
  EXPECT_EQ(counts[0].idle, 1) << "after the second look nothing was decided";
  EXPECT_EQ(counts[0].refused, 1);
  EXPECT_TRUE(look([](Transaction& tx) { return tx.audit().reveals({301}); }).empty());
}

}  // namespace
}  // namespace certhall::store
