#include "app/account_check.h"

#include <chrono>
#include <functional>

#include "app/act.h"
#include "app/payment_transition.h"
#include "base/log.h"
#include "domain/validation.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using domain::AccountCheck;
using domain::AccountCheckEvent;
using domain::AccountCheckFact;
using domain::AccountCheckStatus;
using domain::Application;

constexpr auto kLease = 60s;
constexpr std::int64_t kBatch = 50;

OrganizationAccount normalised(const OrganizationAccount& typed) {
  OrganizationAccount account{.account_number = domain::normalise_plain(typed.account_number),
                              .bank_name = domain::normalise_text(typed.bank_name),
                              .branch = domain::normalise_text(typed.branch)};
  std::erase(account.account_number, '-');
  return account;
}

Status check(const OrganizationAccount& account) {
  std::vector<FieldError> problems;
  const auto add = [&](std::string_view field, const std::optional<std::string>& problem) {
    if (problem) problems.push_back({"account." + std::string(field), *problem});
  };
  add("account_number", domain::check_bank_account_number(account.account_number));
  add("bank_name", domain::check_bank_name(account.bank_name));
  add("branch", domain::check_bank_name(account.branch));
  if (!problems.empty()) return fail_fields(std::move(problems));
  return {};
}

}  // namespace

Status give_account(Transaction& tx, const Hall& hall, const Application& application,
                    const OrganizationAccount& typed) {
  const auto account = normalised(typed);
  RETURN_IF_ERROR(check(account));
  const Timestamp now = hall.clock.now();
  auto known = tx.account_checks().of_application(application.id);
  if (!known) {
    known = AccountCheck{.id = AccountCheckId::create(hall.clock, hall.random),
                         .application_id = application.id,
                         .created_at = now,
                         .updated_at = now};
    tx.account_checks().insert(*known);
  }
  known->account_number = account.account_number;
  known->bank_name = account.bank_name;
  known->branch = account.branch;
  known->amount = hall.settings.account_check_amount;
  return move_check(tx, hall, *known, application,
                    {AccountCheckEvent::give_account,
                     applicant(application.account_id),
                     {AccountCheckFact::account_valid}});
}

Result<CaseFile> correct_account(const Hall& hall, const AccountId& account,
                                 const ApplicationId& id, std::int64_t revision,
                                 const OrganizationAccount& better) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    if (application.revision != revision) return stale();
    if (!tx.account_checks().of_application(id))
      return fail(ErrorCode::wrong_state, "这张业务单不需要对公账户认证");
    RETURN_IF_ERROR(give_account(tx, hall, application, better));
    application.updated_at = hall.clock.now();
    if (!tx.applications().update(application)) return stale();
    return load_case_file(tx, hall, std::move(application));
  });
}

Status resend_pin(const Hall& hall, const domain::Actor& finance, const AccountCheckId& id,
                  std::int64_t revision) {
  return act(hall, [&](Transaction& tx) -> Status {
    auto check = tx.account_checks().find(id);
    if (!check) return fail(ErrorCode::not_found, "没有这笔转账");
    if (check->revision != revision) return stale();
    const auto application = tx.applications().find(check->application_id);
    if (!application) return fail(ErrorCode::not_found, "没有这笔转账的业务单");
    return move_check(tx, hall, *check, *application, {AccountCheckEvent::resend, finance, {}});
  });
}

namespace {

std::string key_of(const AccountCheck& check) {
  return check.id.value + "-" + std::to_string(check.attempt);
}

struct Pending {
  AccountCheck check;
  Application application;
  std::optional<SecretText> pin;
};

std::optional<Pending> load(const Hall& hall, const AccountCheckId& id) {
  return read(hall.store, [&](Transaction& tx) -> std::optional<Pending> {
    auto check = tx.account_checks().find(id);
    if (!check) return std::nullopt;
    auto application = tx.applications().find(check->application_id);
    if (!application) return std::nullopt;
    return Pending{.check = *check,
                   .application = *application,
                   .pin = tx.production().find_pin(check->application_id)};
  });
}

Result<TransferAnswer> make_transfer(CorporateBank& bank, const Pending& pending) {
  if (!pending.pin) return fail(ErrorCode::internal, "PIN 码已不在库中，不能转账");
  auto answer = bank.transfer({.key = key_of(pending.check),
                               .account_name = pending.application.details.organization.name,
                               .account_number = pending.check.account_number,
                               .bank_name = pending.check.bank_name,
                               .branch = pending.check.branch,
                               .amount = pending.check.amount,
                               .remark = SecretText("PIN码" + std::string(pending.pin->reveal()) +
                                                    "，业务单" + pending.application.number)});
  if (!answer && answer.error().code == ErrorCode::invalid)
    return TransferAnswer{TransferStatus::refused, answer.error().message};
  return answer;
}

std::vector<AccountCheckEvent> events_of(AccountCheckStatus from, TransferStatus answer) {
  std::vector<AccountCheckEvent> events;
  const bool taken = answer == TransferStatus::processing || answer == TransferStatus::credited ||
                     answer == TransferStatus::returned;
  if (from == AccountCheckStatus::due && taken) events.push_back(AccountCheckEvent::send);
  if (answer == TransferStatus::credited) events.push_back(AccountCheckEvent::succeed);
  if (answer == TransferStatus::refused) events.push_back(AccountCheckEvent::fail);
  if (answer == TransferStatus::returned) events.push_back(AccountCheckEvent::send_back);
  return events;
}

/// The bank's answer about this very attempt; one that was overtaken is let go.
Status take_answer(const Hall& hall, const AccountCheck& seen, const TransferAnswer& answer) {
  return act(hall, [&](Transaction& tx) -> Status {
    auto check = tx.account_checks().find(seen.id);
    if (!check || check->status != seen.status || check->attempt != seen.attempt) return {};
    const auto application = tx.applications().find(check->application_id);
    if (!application) return {};
    const auto events = events_of(check->status, answer.status);
    for (const auto event : events) {
      check->failure = answer.reason;
      RETURN_IF_ERROR(
          move_check(tx, hall, *check, *application, {event, system_actor("account_check"), {}}));
    }
    if (!events.empty()) return {};
    check->attended += 1;
    check->attend_at = next_attendance(*check, hall.clock.now());
    if (!tx.account_checks().update(*check)) return stale();
    return {};
  });
}

}  // namespace

Status attend_check(const Hall& hall, CorporateBank& bank, const AccountCheckId& id) {
  const auto pending = load(hall, id);
  if (!pending) return {};
  if (pending->check.status == AccountCheckStatus::due) {
    ASSIGN_OR_RETURN(answer, make_transfer(bank, *pending));
    return take_answer(hall, pending->check, answer);
  }
  if (pending->check.status == AccountCheckStatus::sent) {
    ASSIGN_OR_RETURN(answer, bank.query(key_of(pending->check)));
    return take_answer(hall, pending->check, answer);
  }
  return {};
}

Status attend_due_checks(const Hall& hall, CorporateBank& bank) {
  std::vector<AccountCheckId> due;
  const Timestamp now = hall.clock.now();
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    due = tx.account_checks().take_due(now, now + kLease, kBatch);
    return {};
  }));
  for (const auto& id : due)
    if (const auto done = attend_check(hall, bank, id); !done)
      log::warning("account_check.failed", {{"check", id.value},
                                            {"code", enum_to_text(done.error().code)},
                                            {"detail", done.error().detail}});
  return {};
}

}  // namespace certhall::app
