#include "app/change.h"

#include <algorithm>
#include <chrono>

#include "app/act.h"
#include "app/administration.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::app {
namespace {

using domain::Actor;
using domain::Change;
using domain::ChangeEvent;
using domain::ChangeFact;
using domain::ChangeStatus;
using domain::ChangeSubject;
using domain::TextProblems;
using ChangeFacts = domain::EnumSet<ChangeFact>;

constexpr std::size_t kReasonCharacters = 200;
constexpr auto kFarthest = std::chrono::days{731};

bool is_open(const Change& change) {
  return change.status == ChangeStatus::proposed || change.status == ChangeStatus::approved;
}

bool fits_reason(std::string_view reason) {
  const auto characters = to_code_points(reason).size();
  return characters > 0 && characters <= kReasonCharacters;
}

std::string name_of(const domain::Staff& staff) { return staff.name + "（" + staff.login + "）"; }

std::string name_of(Transaction& tx, const StaffId& id) {
  const auto staff = tx.staff().find(id);
  return staff ? name_of(*staff) : "";
}

/// Digests, never the texts: a name or a password has no place in the chain.
boost::json::object traces(const Change& change) {
  const auto digest = [](const std::string& text) {
    return text.empty() ? std::string() : to_hex(sha256(text));
  };
  boost::json::object detail{{"subject", enum_to_text(change.subject)},
                             {"target", change.target},
                             {"version", change.version},
                             {"before", digest(change.before)},
                             {"after", digest(change.after)}};
  if (change.effective_at.ms != 0) detail["effective_at"] = to_rfc3339(change.effective_at);
  return detail;
}

void trace(Transaction& tx, const Hall& hall, const Actor& by, ChangeEvent event,
           const Change& change) {
  audit(tx, hall.clock.now(), by, "change." + std::string(enum_to_text(event)),
        "change/" + change.id.value, traces(change));
}

bool about(const Change& change, const domain::Staff& staff) {
  return change.subject == ChangeSubject::staff && change.target == staff.login;
}

/// What stands in the database and on the clock; what the command says comes on top.
struct Looked {
  TextProblems problems;
  ChangeFacts facts;
};

Looked look_at(Transaction& tx, const Hall& hall, const Actor& by, const Change& change) {
  const Timestamp now = hall.clock.now();
  Looked looked{.problems = check_text(tx, hall, change.subject, change.target, change.after),
                .facts = {}};
  const bool own = by.kind == domain::ActorKind::staff && by.id == change.proposed_by.value;
  const auto self = tx.staff().find(StaffId{by.id});
  const bool timed = change.effective_at.ms != 0;
  looked.facts.add(ChangeFact::own, own)
      .add(ChangeFact::not_own, !own)
      .add(ChangeFact::not_about_self, !self || !about(change, *self))
      .add(ChangeFact::text_valid, looked.problems.empty())
      .add(ChangeFact::still_fits,
           administered_one(tx, hall, change.subject, change.target).text == change.before)
      .add(ChangeFact::time_not_passed,
           !timed || (change.effective_at > now && change.effective_at < now + kFarthest))
      .add(ChangeFact::time_reached, !timed || change.effective_at <= now);
  return looked;
}

std::vector<std::string> who_may_approve(Transaction& tx, const Change& change) {
  std::vector<std::string> names;
  if (change.status != ChangeStatus::proposed) return names;
  for (const auto& staff : tx.staff().list())
    if (staff.enabled && staff.roles.has(domain::Role::administrator) &&
        staff.id != change.proposed_by && !about(change, staff))
      names.push_back(name_of(staff));
  return names;
}

bool has_share(Transaction& tx, const Change& change, const Actor& by) {
  if (change.subject != ChangeSubject::staff || change.status != ChangeStatus::in_force)
    return false;
  const auto staff = tx.staff().find_by_login(change.target);
  return staff && tx.one_time_shares().find(staff->id, StaffId{by.id}).has_value();
}

std::string title_of(Transaction& tx, const Hall& hall, const Change& change) {
  const auto one = administered_one(tx, hall, change.subject, change.target);
  return one.title.empty() ? change.target : one.title;
}

ChangeCase case_of(Transaction& tx, const Hall& hall, const Actor& by, Change change) {
  ChangeCase seen{.change = std::move(change)};
  const Change& stored = seen.change;
  seen.title = title_of(tx, hall, stored);
  seen.proposer = name_of(tx, stored.proposed_by);
  if (!stored.decided_by.empty()) seen.decider = name_of(tx, stored.decided_by);
  seen.waits_for = who_may_approve(tx, stored);
  seen.share_waits = has_share(tx, stored, by);
  if (!is_open(stored)) return seen;
  auto looked = look_at(tx, hall, by, stored);
  seen.problems = std::move(looked.problems);
  seen.still_fits = looked.facts.has(ChangeFact::still_fits);
  // What somebody fills in the dialog counts as given: the page offers it.
  const ChangeFacts given{ChangeFact::reason_given, ChangeFact::text_valid,
                          ChangeFact::time_not_passed};
  seen.events = domain::possible_events(stored.status, by, looked.facts.with(given));
  const auto approval = domain::decide(stored.status, ChangeEvent::approve, by, looked.facts);
  seen.events = seen.events.without({ChangeEvent::approve});
  seen.events.add(ChangeEvent::approve, approval.has_value());
  if (!approval) seen.blocked = approval.error().message;
  return seen;
}

auto no_such_change() { return fail(ErrorCode::not_found, "没有这项变更，请刷新列表"); }

Status check_command(const Proposal& proposal) {
  std::vector<FieldError> wrong;
  if (proposal.target.empty() || proposal.target.size() > 64)
    wrong.push_back({"target", "请选择要修改的对象"});
  if (!fits_reason(proposal.reason))
    wrong.push_back({"reason", "请写明修改的原因（不超过 200 字）"});
  if (wrong.empty()) return {};
  return fail_fields(std::move(wrong));
}

Status refuse_sameness(const Change& change) {
  if (change.before != change.after) return {};
  return fail(ErrorCode::invalid, "内容与现行的完全相同，没有可提出的变更");
}

Status refuse_second(Transaction& tx, const Change& change) {
  for (const auto& other : tx.changes().open())
    if (other.subject == change.subject && other.target == change.target)
      return fail(ErrorCode::duplicate, "这一项已有「" + std::string(text_of(other.status)) +
                                            "」的变更，请先由提出人修改、撤回，或待其批准生效");
  return {};
}

Status decide_change(Change& change, ChangeEvent event, const Actor& by, const Looked& looked) {
  auto decision = domain::decide(change.status, event, by, looked.facts);
  if (decision) {
    change.status = decision->to;
    return {};
  }
  // Who mends it wants the lines, not only that there are some.
  if (decision.error().code == ErrorCode::invalid && !looked.problems.empty())
    return fail(domain::error_of(looked.problems));
  return tl::unexpected(std::move(decision).error());
}

Status time_problem() {
  return fail_fields({{"effective_at", "生效时间应在现在之后、两年之内；留空则批准后立即生效"}});
}

}  // namespace

TextProblems check_proposal(const Hall& hall, ChangeSubject subject, std::string_view target,
                            std::string_view text) {
  return read(hall.store,
              [&](Transaction& tx) { return check_text(tx, hall, subject, target, text); });
}

Result<ChangeCase> propose_change(const Hall& hall, const Actor& by, const Proposal& proposal) {
  RETURN_IF_ERROR(check_command(proposal));
  return act(hall, [&](Transaction& tx) -> Result<ChangeCase> {
    Change change{.id = ChangeId::create(hall.clock, hall.random),
                  .subject = proposal.subject,
                  .target = proposal.target,
                  .before = administered_one(tx, hall, proposal.subject, proposal.target).text,
                  .after = proposal.text,
                  .reason = proposal.reason,
                  .effective_at = proposal.effective_at,
                  .proposed_by = StaffId{by.id},
                  .proposed_at = hall.clock.now()};
    const auto looked = look_at(tx, hall, by, change);
    if (!looked.problems.empty()) return fail(domain::error_of(looked.problems));
    if (!looked.facts.has(ChangeFact::time_not_passed)) RETURN_IF_ERROR(time_problem());
    RETURN_IF_ERROR(refuse_sameness(change));
    RETURN_IF_ERROR(refuse_second(tx, change));
    tx.changes().insert(change);
    audit(tx, hall.clock.now(), by, "change.propose", "change/" + change.id.value, traces(change));
    return case_of(tx, hall, by, std::move(change));
  });
}

namespace {

/// Loads the change as it was seen, and saves what `work(tx, change)` made of it.
template <class Work>
Result<ChangeCase> with_change(const Hall& hall, const Actor& by, const ChangeId& id,
                               std::int64_t revision, Work work) {
  return act(hall, [&](Transaction& tx) -> Result<ChangeCase> {
    auto change = tx.changes().find(id);
    if (!change) return no_such_change();
    if (change->revision != revision)
      return fail(ErrorCode::stale, "这项变更刚刚被改动过，请重新查看内容后再操作");
    RETURN_IF_ERROR(work(tx, *change));
    return case_of(tx, hall, by, std::move(*change));
  });
}

Status save(Transaction& tx, const Hall& hall, const Actor& by, ChangeEvent event, Change& change) {
  if (!tx.changes().update(change)) return stale();
  trace(tx, hall, by, event, change);
  return {};
}

Status come_into_force(Transaction& tx, const Hall& hall, Change& change,
                       const Prepared& prepared) {
  const auto clock = system_actor("change");
  RETURN_IF_ERROR(
      decide_change(change, ChangeEvent::come_into_force, clock, look_at(tx, hall, clock, change)));
  change.in_force_at = hall.clock.now();
  RETURN_IF_ERROR(save(tx, hall, clock, ChangeEvent::come_into_force, change));
  carry_out(tx, hall, change, prepared);
  return {};
}

}  // namespace

Result<ChangeCase> edit_change(const Hall& hall, const Actor& by, const ChangeId& id,
                               std::int64_t revision, const Proposal& proposal) {
  return with_change(hall, by, id, revision, [&](Transaction& tx, Change& change) -> Status {
    Proposal complete = proposal;
    complete.target = change.target;
    RETURN_IF_ERROR(check_command(complete));
    change.before = administered_one(tx, hall, change.subject, change.target).text;
    change.after = proposal.text;
    change.reason = proposal.reason;
    change.effective_at = proposal.effective_at;
    const auto looked = look_at(tx, hall, by, change);
    if (looked.facts.has(ChangeFact::own) && !looked.facts.has(ChangeFact::time_not_passed))
      return time_problem();
    RETURN_IF_ERROR(decide_change(change, ChangeEvent::edit, by, looked));
    RETURN_IF_ERROR(refuse_sameness(change));
    change.version += 1;
    change.decided_by = {};
    change.decided_at = {};
    return save(tx, hall, by, ChangeEvent::edit, change);
  });
}

Result<ChangeCase> approve_change(const Hall& hall, const Actor& by, const ChangeId& id,
                                  std::int64_t revision) {
  const auto seen = read(hall.store, [&](Transaction& tx) { return tx.changes().find(id); });
  if (!seen) return no_such_change();
  const bool at_once = seen->effective_at.ms == 0;
  const Prepared prepared = at_once ? prepare(hall, *seen) : Prepared{};
  return with_change(hall, by, id, revision, [&](Transaction& tx, Change& change) -> Status {
    RETURN_IF_ERROR(decide_change(change, ChangeEvent::approve, by, look_at(tx, hall, by, change)));
    change.decided_by = StaffId{by.id};
    change.decided_at = hall.clock.now();
    RETURN_IF_ERROR(save(tx, hall, by, ChangeEvent::approve, change));
    return at_once ? come_into_force(tx, hall, change, prepared) : Status{};
  });
}

Result<ChangeCase> reject_change(const Hall& hall, const Actor& by, const ChangeId& id,
                                 std::int64_t revision, std::string_view reason) {
  return with_change(hall, by, id, revision, [&](Transaction& tx, Change& change) -> Status {
    auto looked = look_at(tx, hall, by, change);
    looked.problems.clear();  // what is wrong with its text is no obstacle to a rejection
    looked.facts.add(ChangeFact::reason_given, fits_reason(reason));
    RETURN_IF_ERROR(decide_change(change, ChangeEvent::reject, by, looked));
    change.decided_by = StaffId{by.id};
    change.decided_at = hall.clock.now();
    change.decision_reason = reason;
    return save(tx, hall, by, ChangeEvent::reject, change);
  });
}

Result<ChangeCase> withdraw_change(const Hall& hall, const Actor& by, const ChangeId& id,
                                   std::int64_t revision) {
  return with_change(hall, by, id, revision, [&](Transaction& tx, Change& change) -> Status {
    RETURN_IF_ERROR(
        decide_change(change, ChangeEvent::withdraw, by, look_at(tx, hall, by, change)));
    return save(tx, hall, by, ChangeEvent::withdraw, change);
  });
}

// --- looking -------------------------------------------------------------------------------------

Result<ChangeCase> view_change(const Hall& hall, const Actor& by, const ChangeId& id) {
  return read(hall.store, [&](Transaction& tx) -> Result<ChangeCase> {
    auto change = tx.changes().find(id);
    if (!change) return no_such_change();
    return case_of(tx, hall, by, std::move(*change));
  });
}

std::vector<ChangeCase> list_changes(const Hall& hall, const Actor& by, const ChangeFilter& filter,
                                     std::int64_t limit) {
  return read(hall.store, [&](Transaction& tx) {
    const std::string_view subject = filter.subject ? enum_to_text(*filter.subject) : "";
    auto changes = filter.open ? tx.changes().open()
                               : tx.changes().page(filter.before, subject, filter.target, limit);
    std::vector<ChangeCase> list;
    for (auto& change : changes) list.push_back(case_of(tx, hall, by, std::move(change)));
    return list;
  });
}

// --- when the time comes -------------------------------------------------------------------------

namespace {

Status put_in_force_or_lapse(const Hall& hall, const Change& due, const Prepared& prepared) {
  std::string reason;
  const auto done = write(hall.store, [&](Transaction& tx) -> Status {
    auto change = tx.changes().find(due.id);
    if (!change || change->status != ChangeStatus::approved) return {};
    auto tried = come_into_force(tx, hall, *change, prepared);
    if (tried) return {};
    reason = tried.error().message;
    for (const auto& field : tried.error().fields) reason += "；" + field.message;
    return tried;
  });
  if (done) return {};
  return write(hall.store, [&](Transaction& tx) -> Status {
    auto change = tx.changes().find(due.id);
    if (!change || change->status != ChangeStatus::approved) return {};
    const auto clock = system_actor("change");
    auto looked = look_at(tx, hall, clock, *change);
    looked.facts.add(ChangeFact::reason_given);
    RETURN_IF_ERROR(decide_change(*change, ChangeEvent::lapse, clock, looked));
    change->decision_reason = reason;
    return save(tx, hall, clock, ChangeEvent::lapse, *change);
  });
}

}  // namespace

Status put_due_changes_in_force(const Hall& hall) {
  const auto due =
      read(hall.store, [&](Transaction& tx) { return tx.changes().due(hall.clock.now()); });
  for (const auto& change : due)
    RETURN_IF_ERROR(put_in_force_or_lapse(hall, change, prepare(hall, change)));
  return {};
}

Result<Share> take_share(const Hall& hall, const Actor& by, const ChangeId& id) {
  return write(hall.store, [&](Transaction& tx) -> Result<Share> {
    const auto change = tx.changes().find(id);
    if (!change) return no_such_change();
    const auto staff = tx.staff().find_by_login(change->target);
    const bool theirs = change->subject == ChangeSubject::staff && staff;
    const auto share = theirs ? tx.one_time_shares().find(staff->id, StaffId{by.id}) : std::nullopt;
    if (!share || share->expires_at <= hall.clock.now())
      return fail(ErrorCode::gone,
                  "没有可领取的一次性密码：已领取过、已过期（7 天），或由其他管理员领取");
    tx.one_time_shares().erase(staff->id, StaffId{by.id});
    audit(tx, hall.clock.now(), by, "staff.share", "staff/" + staff->id.value,
          {{"login", staff->login}});
    return Share{.login = staff->login,
                 .share = std::string(share->share.reveal()),
                 .first = change->proposed_by.value == by.id};
  });
}

}  // namespace certhall::app
