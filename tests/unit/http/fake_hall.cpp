#include "unit/http/fake_hall.h"

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::http {
namespace {

using api::AnswerKind;
using api::BodyKind;
using api::Empty;
using api::Method;
using api::Permission;

constexpr auto kNote = &api::schema_of<Note>;

constexpr api::Route route(Method method, std::string_view path, std::string_view operation,
                           Permission permission, BodyKind body, AnswerKind answer) {
  return {.method = method,
          .path = path,
          .operation = operation,
          .permission = permission,
          .summary = operation,
          .body = body,
          .answer = answer,
          .request_schema = body == BodyKind::json ? kNote : nullptr,
          .response_schema = answer == AnswerKind::json ? kNote : nullptr};
}

constexpr std::array kRoutes{
    route(Method::get, "/api/notes/{id}", "note_view", Permission::everyone, BodyKind::none,
          AnswerKind::json),
    route(Method::get, "/api/notes/special", "note_special", Permission::everyone, BodyKind::none,
          AnswerKind::json),
    route(Method::put, "/api/notes/{id}", "note_save", Permission::applicant, BodyKind::json,
          AnswerKind::json),
    route(Method::post, "/api/notes", "note_add", Permission::applicant, BodyKind::json,
          AnswerKind::json),
    route(Method::post, "/api/notes/{id}/picture", "note_picture", Permission::applicant,
          BodyKind::upload, AnswerKind::json),
    route(Method::get, "/api/notes/{id}/file", "note_file", Permission::everyone, BodyKind::none,
          AnswerKind::file),
    route(Method::post, "/api/session", "session_begin", Permission::everyone, BodyKind::json,
          AnswerKind::json),
    route(Method::delete_, "/api/session", "session_end", Permission::everyone, BodyKind::none,
          AnswerKind::nothing),
    route(Method::get, "/api/queue", "queue", Permission::reviewer, BodyKind::none,
          AnswerKind::json),
    route(Method::post, "/api/enrol", "enrol", Permission::staff_enrolling, BodyKind::none,
          AnswerKind::nothing),
    route(Method::get, "/api/broken", "broken", Permission::everyone, BodyKind::none,
          AnswerKind::json),
    route(Method::post, "/api/beaten", "beaten", Permission::applicant, BodyKind::none,
          AnswerKind::nothing),
    route(Method::get, "/api/slow", "slow", Permission::everyone, BodyKind::none, AnswerKind::json),
    route(Method::get, "/api/sandbox", "toys", Permission::sandbox, BodyKind::none,
          AnswerKind::json),
};

void add_notes(FakeHall& hall) {
  Handlers& handlers = hall.handlers;
  handlers.add<Empty, Note>("note_view", [](Context& context, const Empty&) -> Result<Note> {
    if (context.parameter("id") == "none") return fail(ErrorCode::not_found, "没有这条记录");
    return Note{.text = context.parameter("id"), .number = {}};
  });
  handlers.add<Empty, Note>("note_special", [](Context&, const Empty&) -> Result<Note> {
    return Note{.text = "literal", .number = {}};
  });
  handlers.add<Note, Note>("note_save",
                           [](Context&, const Note& note) -> Result<Note> { return note; });
  handlers.add<Note, Note>("note_add", [&hall](Context& context, const Note& note) -> Result<Note> {
    if (note.text == "refuse") return fail(ErrorCode::wrong_state, "现在不能添加");
    return Note{.text = note.text + context.applicant().account.value,
                .number = ++hall.notes_added};
  });
  handlers.add_upload<Note>(
      "note_picture", [&hall](Context&, const Upload& upload) -> Result<Note> {
        hall.last_upload = upload;
        return Note{.text = upload.file_name, .number = std::ssize(upload.bytes)};
      });
  handlers.add_file("note_file", [](Context& context) -> Result<FileAnswer> {
    return FileAnswer{.bytes = "%PDF-",
                      .content_type = "application/pdf",
                      .file_name = "申请表.pdf",
                      .inline_ = context.query("show").has_value()};
  });
}

void add_sessions(FakeHall& hall) {
  Handlers& handlers = hall.handlers;
  handlers.add<Note, Note>("session_begin", [](Context& context, const Note& note) -> Result<Note> {
    context.start_session(SessionKind::applicant, note.text);
    return Note{.text = context.browser_token(), .number = {}};
  });
  handlers.add<Empty, Empty>("session_end", [](Context& context, const Empty&) -> Result<Empty> {
    context.end_session(SessionKind::applicant);
    return Empty{};
  });
  handlers.add<Empty, Note>("queue", [](Context& context, const Empty&) -> Result<Note> {
    return Note{.text = context.staff().login, .number = {}};
  });
  handlers.add<Empty, Empty>("enrol",
                             [](Context&, const Empty&) -> Result<Empty> { return Empty{}; });
}

void add_trouble(FakeHall& hall) {
  Handlers& handlers = hall.handlers;
  handlers.add<Empty, Note>("broken", [](Context&, const Empty&) -> Result<Note> {
    throw std::runtime_error("the disk is full");
  });
  handlers.add<Empty, Empty>(
      "beaten", [](Context&, const Empty&) -> Result<Empty> { throw app::Conflict("unique"); });
  handlers.add<Empty, Note>("slow", [&hall](Context&, const Empty&) -> Result<Note> {
    ++hall.slow_calls;
    hall.slow_may_go.wait();
    return Note{.text = "done", .number = {}};
  });
  handlers.add<Empty, Note>("toys", [](Context&, const Empty&) -> Result<Note> {
    return Note{.text = "toy", .number = {}};
  });
}

StaffCaller staff(domain::Role role, bool must_enrol) {
  return {.id = StaffId{"s1"},
          .login = "staff1",
          .name = "测试员",
          .roles = {role},
          .must_enrol = must_enrol};
}

}  // namespace

std::optional<Caller> FakeSessions::find(SessionKind kind, std::string_view token_digest,
                                         Timestamp now) {
  const auto is = [&](SessionKind wanted, std::string_view token) {
    return kind == wanted && token_digest == to_hex(sha256(token));
  };
  if (is(SessionKind::applicant, "applicant")) return ApplicantCaller{AccountId{"a1"}, now};
  if (is(SessionKind::applicant, "other")) return ApplicantCaller{AccountId{"a2"}, now};
  if (is(SessionKind::staff, "reviewer")) return staff(domain::Role::reviewer, false);
  if (is(SessionKind::staff, "auditor")) return staff(domain::Role::auditor, false);
  if (is(SessionKind::staff, "new-reviewer")) return staff(domain::Role::reviewer, true);
  return std::nullopt;
}

std::optional<app::StoredAnswer> FakeIdempotency::begin(std::string_view caller,
                                                        std::string_view key,
                                                        std::string_view request_digest,
                                                        Timestamp) {
  const std::lock_guard lock(mutex_);
  const std::string name = std::string(caller) + "/" + std::string(key);
  if (const auto known = answers_.find(name); known != answers_.end()) return known->second;
  answers_[name].request_digest = request_digest;
  return std::nullopt;
}

void FakeIdempotency::finish(std::string_view caller, std::string_view key,
                             const app::StoredAnswer& answer) {
  const std::lock_guard lock(mutex_);
  answers_[std::string(caller) + "/" + std::string(key)] = answer;
}

void FakeIdempotency::forget(std::string_view caller, std::string_view key) {
  const std::lock_guard lock(mutex_);
  answers_.erase(std::string(caller) + "/" + std::string(key));
}

std::span<const api::Route> fake_routes() { return kRoutes; }

FakeHall::FakeHall(DispatchOptions options) {
  add_notes(*this);
  add_sessions(*this);
  add_trouble(*this);
  RawEndpoint echo{.prefix = "/echo",
                   .methods = {"GET", "POST"},
                   .body_limit = 16,
                   .answer = [](const Request& request) {
                     return Response{.body = request.target.path + "|" + request.body};
                   }};
  // Every second question finds its answer ready; "/ready/N" is N bytes long.
  RawEndpoint ready{.prefix = "/ready",
                    .methods = {"GET", "POST"},
                    .body_limit = 100,
                    .answer = [](const Request& request) {
                      return Response{.body = "looked up " + request.body};
                    }};
  ready.at_once = [asked = 0](const QuickRequest& request, std::string& out) mutable {
    if (++asked % 2 == 0) return false;
    std::string body = "ready " + std::string(request.body);
    if (request.target.size() > 7)
      body.assign(std::stoul(std::string(request.target.substr(7))), 'r');
    out = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return true;
  };
  RawEndpoint deep{.prefix = "/echo/deep/",
                   .answer = [](const Request&) { return Response{.body = "deep"}; }};
  dispatcher = std::make_unique<Dispatcher>(
      fake_routes(), std::move(options),
      DispatchParts{handlers, sessions, idempotency, clock, random},
      std::vector<RawEndpoint>{std::move(deep), std::move(echo), std::move(ready)});
}

Request make_request(std::string_view method, std::string_view target, std::string_view body,
                     std::string_view session) {
  Request request{.method = std::string(method),
                  .target = parse_target(target).value(),
                  .headers = {{"host", "hall.example"}, {"origin", "http://hall.example"}},
                  .body = std::string(body),
                  .remote_address = "192.0.2.7",
                  .request_id = "r1"};
  if (!body.empty()) request.headers["content-type"] = "application/json";
  if (!session.empty()) request.cookies["certhall"] = session;
  return request;
}

}  // namespace certhall::http
