#include "app/review.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"
#include "http/worklist_views.h"

namespace certhall::http {
namespace {

using api::Empty;

domain::Actor actor(const Context& context) { return context.staff().actor(); }

tl::unexpected<Error> wrong_query(const std::string& name) {
  return fail(ErrorCode::malformed, "查询条件 " + name + " 有误，请重新选择");
}

template <class Enum>
Status read_choice(const Context& context, const std::string& name, std::optional<Enum>& into) {
  const auto text = context.query(name);
  if (!text) return {};
  into = enum_from_text<Enum>(*text);
  if (!into) return wrong_query(name);
  return {};
}

/// A day in China; `later` days are added.
Status read_day(const Context& context, const std::string& name, int later,
                std::optional<Timestamp>& into) {
  const auto text = context.query(name);
  if (!text) return {};
  const auto date = parse_date(*text);
  if (!date) return wrong_query(name);
  into = from_china(std::chrono::sys_days{*date} + std::chrono::days{later}, 0);
  return {};
}

/// due=overdue, or due=soon: within two hours.
Status read_due(const Context& context, std::optional<Timestamp>& into) {
  const auto text = context.query("due");
  if (!text) return {};
  if (*text != "overdue" && *text != "soon") return wrong_query("due");
  into = context.now();
  if (*text == "soon") into = context.now() + std::chrono::hours{2};
  return {};
}

Result<app::ApplicationFilter> filter_of(const Context& context) {
  app::ApplicationFilter filter;
  std::optional<Timestamp> from;
  RETURN_IF_ERROR(read_choice(context, "status", filter.status));
  RETURN_IF_ERROR(read_choice(context, "certificate_type", filter.certificate_type));
  RETURN_IF_ERROR(read_choice(context, "payment_status", filter.payment_status));
  RETURN_IF_ERROR(read_day(context, "from", 0, from));
  RETURN_IF_ERROR(read_day(context, "to", 1, filter.created_before));
  RETURN_IF_ERROR(read_due(context, filter.due_before));
  filter.relying_application = context.query("relying_application").value_or("");
  filter.created_from = from.value_or(Timestamp{});
  const auto sort = context.query("sort").value_or("created");
  if (sort != "created" && sort != "due") return wrong_query("sort");
  filter.by_due = sort == "due";
  return filter;
}

Result<api::ApplicationPage> list(const app::Hall& hall, const Context& context) {
  ASSIGN_OR_RETURN(filter, filter_of(context));
  std::optional<app::ListPlace> after;
  if (const auto text = context.query("after")) {
    after = read_place(*text);
    if (!after) return wrong_query("after");
  }
  return application_page_view(app::list_applications(hall, filter, after), context.now());
}

Result<api::MessagePage> messages(const app::Hall& hall, const Context& context) {
  std::optional<api::MessageStatus> status;
  RETURN_IF_ERROR(read_choice(context, "status", status));
  const auto number = context.query("number").value_or("");
  const auto before = context.query("before").value_or("");
  return message_page_view(
      app::list_messages(hall, status ? enum_to_text(*status) : "", number, before));
}

Result<FileAnswer> labels(const app::Hall& hall, const Context& context) {
  constexpr std::size_t kMost = 50;
  const auto text = context.query("deliveries").value_or("");
  const auto paper = context.query("paper").value_or("label");
  if (paper != "label" && paper != "sheet") return wrong_query("paper");
  std::vector<DeliveryId> ids;
  for (const auto id : api::split(text, ',')) ids.push_back({std::string(id)});
  if (ids.empty() || ids.size() > kMost)
    return fail(ErrorCode::malformed, "请选择 1 到 50 个要打印面单的包裹");
  ASSIGN_OR_RETURN(pdf, app::print_labels(hall, actor(context), ids, paper == "sheet"));
  return FileAnswer{std::move(pdf), "application/pdf", "快递面单.pdf", true};
}

void add_lists(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::ApplicationPage>(
      "console_application_list",
      [&](Context& context, const Empty&) { return list(hall, context); });
  handlers.add<api::SearchRequest, api::SearchResult>(
      "console_search",
      [&](Context& context, const api::SearchRequest& in) -> Result<api::SearchResult> {
        ASSIGN_OR_RETURN(found, app::search(hall, actor(context), in.term));
        return search_view(found, context.now());
      });
  handlers.add<Empty, api::WorkCounts>("work_counts", [&](Context& context, const Empty&) {
    return work_view(app::work_counts(hall), context.staff().roles);
  });
  handlers.add<Empty, api::DashboardView>("dashboard_view", [&](Context&, const Empty&) {
    return dashboard_view(app::dashboard(hall));
  });
}

void add_next(Handlers& handlers, const app::Hall& hall) {
  handlers.add<api::NextReviewRequest, api::NextReview>(
      "review_next", [&](Context& context, const api::NextReviewRequest& in) {
        return api::NextReview{
            .id = app::next_review(hall, actor(context), in.left.value_or(ApplicationId{}))};
      });
  handlers.add<Empty, api::ReviewLooker>(
      "review_keep", [&](Context& context, const Empty&) -> Result<api::ReviewLooker> {
        ASSIGN_OR_RETURN(other, app::keep_review(hall, actor(context), id_of(context)));
        return api::ReviewLooker{.claimed_by = other};
      });
}

}  // namespace

void add_worklist_handlers(Handlers& handlers, const app::Hall& hall) {
  add_lists(handlers, hall);
  add_next(handlers, hall);
  handlers.add<Empty, api::MessagePage>(
      "message_list", [&](Context& context, const Empty&) { return messages(hall, context); });
  handlers.add<Empty, Empty>(
      "message_send_again", [&](Context& context, const Empty&) -> Result<Empty> {
        RETURN_IF_ERROR(
            app::send_message_again(hall, actor(context), OutboxId{context.parameter("id")}));
        return Empty{};
      });
  handlers.add<Empty, api::DeliveryPage>(
      "delivery_list", [&](Context& context, const Empty&) -> Result<api::DeliveryPage> {
        const auto waiting = context.query("waiting").value_or("yes");
        if (waiting != "yes" && waiting != "no") return wrong_query("waiting");
        const auto after = context.query("after").value_or("");
        return delivery_page_view(app::list_deliveries(hall, waiting == "yes", after),
                                  hall.divisions);
      });
  handlers.add_file("delivery_labels", [&](Context& context) { return labels(hall, context); });
}

}  // namespace certhall::http
