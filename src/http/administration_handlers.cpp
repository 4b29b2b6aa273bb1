#include "api/application_dto.h"
#include "api/change_dto.h"
#include "app/administration.h"
#include "app/change.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::ChangeView;
using api::Empty;

constexpr std::int64_t kPage = 50;

domain::Actor actor(const Context& context) { return context.staff().actor(); }
ChangeId change_id(const Context& context) { return ChangeId{context.parameter("id")}; }

std::optional<std::string> optional_text(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}
std::optional<Timestamp> optional_time(Timestamp time) {
  if (time.ms == 0) return std::nullopt;
  return time;
}

std::vector<api::ChangeAction> actions(const app::ChangeCase& seen) {
  std::vector<api::ChangeAction> actions;
  for (const auto event : seen.events.list())
    if (const auto action = enum_from_text<api::ChangeAction>(enum_to_text(event)))
      actions.push_back(*action);
  if (seen.share_waits) actions.push_back(api::ChangeAction::take_share);
  return actions;
}

api::ChangeSummary summary(const app::ChangeCase& seen) {
  const auto& change = seen.change;
  return {.id = change.id,
          .subject = change.subject,
          .subject_text = std::string(domain::text_of(change.subject)),
          .target = change.target,
          .title = seen.title,
          .status = change.status,
          .status_text = std::string(domain::text_of(change.status)),
          .version = change.version,
          .reason = change.reason,
          .effective_at = optional_time(change.effective_at),
          .proposer = seen.proposer,
          .proposed_at = change.proposed_at,
          .decider = optional_text(seen.decider),
          .decided_at = optional_time(change.decided_at),
          .decision_reason = optional_text(change.decision_reason),
          .in_force_at = optional_time(change.in_force_at),
          .waits_for = seen.waits_for,
          .actions = actions(seen)};
}

Result<ChangeView> view(Result<app::ChangeCase> seen) {
  RETURN_IF_ERROR(seen);
  return ChangeView{.summary = summary(*seen),
                    .revision = seen->change.revision,
                    .before = seen->change.before,
                    .after = seen->change.after,
                    .problems = seen->problems,
                    .blocked = optional_text(seen->blocked)};
}

Result<domain::ChangeSubject> subject_named(std::string_view name) {
  const auto subject = enum_from_text<domain::ChangeSubject>(name);
  if (!subject) return fail(ErrorCode::not_found, "没有这一类管理内容");
  return *subject;
}

Result<api::ChangeList> list(const app::Hall& hall, const Context& context) {
  app::ChangeFilter filter{.open = context.query("open") == "true",
                           .before = context.query("before").value_or(""),
                           .subject = {},
                           .target = context.query("target").value_or("")};
  if (const auto name = context.query("subject")) {
    ASSIGN_OR_RETURN(subject, subject_named(*name));
    filter.subject = subject;
  }
  const auto cases = app::list_changes(hall, actor(context), filter, kPage);
  api::ChangeList list;
  for (const auto& each : cases) list.changes.push_back(summary(each));
  if (!filter.open && std::ssize(cases) == kPage) list.next_before = cases.back().change.id.value;
  return list;
}

app::Proposal proposal(const api::ChangeProposal& in) {
  return {in.subject, in.target, in.text, in.effective_at.value_or(Timestamp{}), in.reason};
}

Result<api::AdministeredList> administered(const app::Hall& hall, const Context& context) {
  ASSIGN_OR_RETURN(subject, subject_named(context.parameter("subject")));
  api::AdministeredList list{.subject = subject, .entries = {}};
  const auto all = app::read(
      hall.store, [&](app::Transaction& tx) { return app::administered(tx, hall, subject); });
  for (const auto& each : all) list.entries.push_back({each.target, each.title, each.text});
  return list;
}

api::StaffList staff_list(const app::Hall& hall) {
  api::StaffList list;
  const auto all = app::read(hall.store, [](app::Transaction& tx) { return tx.staff().list(); });
  for (const auto& staff : all)
    list.staff.push_back({.login = staff.login,
                          .name = staff.name,
                          .roles = staff.roles.list(),
                          .enabled = staff.enabled,
                          .must_enrol = staff.must_change_password,
                          .locked_until = staff.locked_until > hall.clock.now()
                                              ? optional_time(staff.locked_until)
                                              : std::nullopt});
  return list;
}

void add_reading(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::AdministeredList>(
      "administered_list",
      [&](Context& context, const Empty&) { return administered(hall, context); });
  handlers.add<Empty, api::StaffList>("staff_list",
                                      [&](Context&, const Empty&) { return staff_list(hall); });
  handlers.add<Empty, api::ChangeList>(
      "change_list", [&](Context& context, const Empty&) { return list(hall, context); });
  handlers.add<Empty, ChangeView>("change_view", [&](Context& context, const Empty&) {
    return view(app::view_change(hall, actor(context), change_id(context)));
  });
  handlers.add<api::ChangeCheckRequest, api::ChangeCheck>(
      "change_check", [&](Context&, const api::ChangeCheckRequest& in) {
        return api::ChangeCheck{app::check_proposal(hall, in.subject, in.target, in.text)};
      });
}

}  // namespace

void add_administration_handlers(Handlers& handlers, const app::Hall& hall) {
  add_reading(handlers, hall);
  handlers.add<api::ChangeProposal, ChangeView>(
      "change_propose", [&](Context& context, const api::ChangeProposal& in) {
        return view(app::propose_change(hall, actor(context), proposal(in)));
      });
  handlers.add<api::ChangeEdit, ChangeView>(
      "change_edit", [&](Context& context, const api::ChangeEdit& in) {
        const app::Proposal text{{}, {}, in.text, in.effective_at.value_or(Timestamp{}), in.reason};
        return view(app::edit_change(hall, actor(context), change_id(context), in.revision, text));
      });
  handlers.add<api::RevisionRequest, ChangeView>(
      "change_approve", [&](Context& context, const api::RevisionRequest& in) {
        return view(app::approve_change(hall, actor(context), change_id(context), in.revision));
      });
  handlers.add<api::ChangeRejection, ChangeView>(
      "change_reject", [&](Context& context, const api::ChangeRejection& in) {
        return view(
            app::reject_change(hall, actor(context), change_id(context), in.revision, in.reason));
      });
  handlers.add<api::RevisionRequest, ChangeView>(
      "change_withdraw", [&](Context& context, const api::RevisionRequest& in) {
        return view(app::withdraw_change(hall, actor(context), change_id(context), in.revision));
      });
  handlers.add<Empty, api::OneTimeShareView>(
      "change_share", [&](Context& context, const Empty&) -> Result<api::OneTimeShareView> {
        ASSIGN_OR_RETURN(share, app::take_share(hall, actor(context), change_id(context)));
        return api::OneTimeShareView{share.login, share.share, share.first};
      });
}

}  // namespace certhall::http
