#include "http/dispatch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/problem_dto.h"
#include "unit/http/fake_hall.h"

namespace certhall::http {
namespace {

using testing::HasSubstr;
using testing::Not;

api::Problem problem_in(const Response& response) {
  EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
  return from_json_text<api::Problem>(response.body).value();
}

class Dispatch : public testing::Test {
 protected:
  Response ask(std::string_view method, std::string_view target, std::string_view body = "",
               std::string_view session = "") {
    return hall_.dispatcher->answer(make_request(method, target, body, session));
  }
  Response ask_as_staff(std::string_view method, std::string_view target, std::string_view token) {
    Request request = make_request(method, target);
    request.cookies["certhall_staff"] = token;
    return hall_.dispatcher->answer(request);
  }

  FakeHall hall_;
};

TEST_F(Dispatch, HandsTheParametersOfThePathToTheHandler) {
  const Response response = ask("GET", "/api/notes/%E5%BC%A0");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"text":"张"})");
  EXPECT_EQ(response.route, "/api/notes/{id}");
}

TEST_F(Dispatch, PrefersWhatIsSpelledOutToAParameter) {
  EXPECT_EQ(ask("GET", "/api/notes/special").body, R"({"text":"literal"})");
}

TEST_F(Dispatch, AnswersUnknownPathsBelowApiWithAProblem) {
  for (const auto* path : {"/api", "/api/", "/api/nothing", "/api/notes/", "/api//notes/1",
                           "/api/notes/1/", "/api/notes/1%2F2", "/API/notes/1"}) {
    const Response response = ask("GET", path);
    EXPECT_EQ(response.status, 404) << path;
  }
  EXPECT_EQ(problem_in(ask("GET", "/api/nothing")).code, "not_found");
}

TEST_F(Dispatch, AnswersUnknownPagesInChinese) {
  const Response response = ask("GET", "/nothing");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("没有这个页面"));
}

TEST_F(Dispatch, NamesTheMethodsThatAPathAllows) {
  const Response response = ask("DELETE", "/api/notes/1");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.header("Allow"), "GET, HEAD, PUT");
  EXPECT_EQ(problem_in(response).status, 405);
  EXPECT_EQ(ask("DELETE", "/api/notes/special").header("Allow"), "GET, HEAD, PUT");
  EXPECT_EQ(ask("OPTIONS", "/api/notes").header("Allow"), "POST");
  EXPECT_EQ(ask("BREW", "/echo/x").header("Allow"), "GET, HEAD, POST");
}

TEST_F(Dispatch, AsksTheLongestPrefixThatFits) {
  EXPECT_EQ(ask("POST", "/echo/a/b", "x").body, "/echo/a/b|x");
  EXPECT_EQ(ask("GET", "/echo").body, "/echo|");
  EXPECT_EQ(ask("GET", "/echoes").status, 404);
  EXPECT_EQ(ask("GET", "/echo/deep/x").body, "deep");
}

TEST_F(Dispatch, RefusesWhatIsNoJson) {
  for (const auto* body :
       {"{", "null garbage", "{\"text\":\"\xff\"}", "{\"text\":1,}", "[", "'x'"}) {
    const Response response = ask("POST", "/api/notes", body, "applicant");
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(problem_in(response).code, "malformed");
  }
  EXPECT_EQ(ask("POST", "/api/notes", std::string(40, '['), "applicant").status, 400);
}

TEST_F(Dispatch, NamesEveryFieldThatIsWrong) {
  const auto problem =
      problem_in(ask("POST", "/api/notes", R"({"number":"1","colour":1})", "applicant"));
  EXPECT_EQ(problem.status, 422);
  std::vector<std::string> fields;
  for (const auto& field : problem.fields) fields.push_back(field.field);
  EXPECT_THAT(fields, testing::UnorderedElementsAre("text", "number", "colour"));
}

TEST_F(Dispatch, RefusesAnotherContentTypeThanJson) {
  Request request = make_request("POST", "/api/notes", R"({"text":"x"})", "applicant");
  for (const auto* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"}) {
    request.headers["content-type"] = type;
    EXPECT_EQ(hall_.dispatcher->answer(request).status, 415) << type;
  }
  request.headers["content-type"] = "Application/JSON ; charset=utf-8";
  EXPECT_EQ(hall_.dispatcher->answer(request).status, 200);
}

TEST_F(Dispatch, TellsTheCallerWhatTheHandlerRefused) {
  const auto problem = problem_in(ask("POST", "/api/notes", R"({"text":"refuse"})", "applicant"));
  EXPECT_EQ(problem.status, 409);
  EXPECT_EQ(problem.code, "wrong_state");
  EXPECT_EQ(problem.title, "现在不能添加");
  EXPECT_EQ(problem.type, "urn:certhall:problem:wrong_state");
  EXPECT_EQ(problem.request_id, "r1");
}

TEST_F(Dispatch, HidesWhatAnExceptionSays) {
  const Response response = ask("GET", "/api/broken");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("disk")));
  EXPECT_THAT(problem_in(response).title, HasSubstr("r1"));
}

TEST_F(Dispatch, TellsWhoWasBeatenToLoadAgain) {
  EXPECT_EQ(problem_in(ask("POST", "/api/beaten", "", "applicant")).code, "stale");
}

TEST_F(Dispatch, AsksForASession) {
  EXPECT_EQ(ask("POST", "/api/notes", R"({"text":"x"})").status, 401);
  EXPECT_EQ(ask("POST", "/api/notes", R"({"text":"x"})", "wrong").status, 401);
  EXPECT_EQ(ask("POST", "/api/notes", R"({"text":"x"})", "reviewer").status, 401);
  EXPECT_EQ(ask("POST", "/api/notes", R"({"text":"x"})", "applicant").status, 200);
}

TEST_F(Dispatch, AsksForTheRightRole) {
  EXPECT_EQ(ask("GET", "/api/queue", "", "applicant").status, 401);
  EXPECT_EQ(ask_as_staff("GET", "/api/queue", "auditor").status, 403);
  EXPECT_EQ(ask_as_staff("GET", "/api/queue", "reviewer").status, 200);
}

TEST_F(Dispatch, LetsNewStaffEnrolAndNothingElse) {
  EXPECT_EQ(ask_as_staff("GET", "/api/queue", "new-reviewer").status, 403);
  EXPECT_EQ(ask_as_staff("POST", "/api/enrol", "new-reviewer").status, 204);
  EXPECT_EQ(ask_as_staff("POST", "/api/enrol", "reviewer").status, 403);
}

TEST_F(Dispatch, HasNoSandboxUnlessItIsOn) {
  EXPECT_EQ(ask("GET", "/api/sandbox").status, 404);
  FakeHall sandbox({.public_url = {}, .sandbox = true});
  EXPECT_EQ(sandbox.dispatcher->answer(make_request("GET", "/api/sandbox")).status, 200);
}

TEST_F(Dispatch, RefusesChangesFromOtherSites) {
  Request request = make_request("POST", "/api/notes", R"({"text":"x"})", "applicant");
  request.headers["origin"] = "https://evil.example";
  EXPECT_EQ(hall_.dispatcher->answer(request).status, 403);
  EXPECT_EQ(hall_.notes_added, 0);
}

TEST_F(Dispatch, SetsCookiesThatScriptsAndOtherSitesCannotUse) {
  const Response response = ask("POST", "/api/session", R"({"text":"token"})");
  EXPECT_EQ(response.header("Set-Cookie"), "certhall=token; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(ask("DELETE", "/api/session").header("Set-Cookie"),
            "certhall=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST_F(Dispatch, TiesCookiesToTheHostWhereTlsIsOn) {
  FakeHall hall({.public_url = "https://hall.example"});
  Request request = make_request("POST", "/api/session", R"({"text":"token"})");
  const Response response = hall.dispatcher->answer(request);
  EXPECT_EQ(response.header("Set-Cookie"),
            "__Host-certhall=token; Path=/; HttpOnly; SameSite=Lax; Secure");
  EXPECT_THAT(response.header("Strict-Transport-Security"), HasSubstr("max-age="));

  request = make_request("PUT", "/api/notes/1", R"({"text":"x"})", "applicant");
  EXPECT_EQ(hall.dispatcher->answer(request).status, 401)
      << "the name without __Host- counts for nothing";
  request.cookies = {{"__Host-certhall", "applicant"}};
  EXPECT_EQ(hall.dispatcher->answer(request).status, 200);
}

TEST_F(Dispatch, KeepsTheBrowserTokenThatABrowserHas) {
  Request request = make_request("POST", "/api/session", R"({"text":"token"})");
  const auto first = from_json_text<Note>(hall_.dispatcher->answer(request).body).value();
  EXPECT_EQ(first.text.size(), 43);
  request.cookies["certhall_browser"] = "mine";
  EXPECT_EQ(from_json_text<Note>(hall_.dispatcher->answer(request).body)->text, "mine");
}

TEST_F(Dispatch, PutsSecurityHeadersOnEverything) {
  for (const auto* path : {"/api/notes/1", "/api/nothing", "/nothing", "/echo/x", "/api/broken"}) {
    const Response response = ask("GET", path);
    EXPECT_THAT(response.header("Content-Security-Policy"), HasSubstr("default-src 'self'"))
        << path;
    EXPECT_THAT(response.header("Content-Security-Policy"), Not(HasSubstr("unsafe"))) << path;
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(response.header("Strict-Transport-Security"), "") << path;
  }
  EXPECT_EQ(ask("GET", "/api/notes/1").header("Cache-Control"), "no-store");
}

TEST_F(Dispatch, SendsFilesAsDownloadsUnlessAPageOfOursShowsThem) {
  const Response download = ask("GET", "/api/notes/1/file");
  EXPECT_EQ(download.header("Content-Disposition"),
            "attachment; filename*=UTF-8''%E7%94%B3%E8%AF%B7%E8%A1%A8.pdf");
  const Response shown = ask("GET", "/api/notes/1/file?show=1");
  EXPECT_THAT(shown.header("Content-Disposition"), HasSubstr("inline"));
  EXPECT_EQ(shown.header("Content-Security-Policy"), "frame-ancestors 'self'");
}

TEST_F(Dispatch, TakesUploadsWithTheirNames) {
  Request request = make_request("POST", "/api/notes/1/picture", "\xff\xd8", "applicant");
  request.headers["content-type"] = "image/jpeg";
  request.headers["x-file-name"] = "C%3A%5Ctmp%5C%E6%89%A7%E7%85%A7%0A.jpg";
  EXPECT_EQ(hall_.dispatcher->answer(request).status, 200);
  EXPECT_EQ(hall_.last_upload.file_name, "执照.jpg");
  EXPECT_EQ(hall_.last_upload.bytes, "\xff\xd8");

  for (const auto* name : {"", "%", "%zz", "%ff", "a%2F", "%0A"}) {
    request.headers["x-file-name"] = name;
    EXPECT_EQ(hall_.dispatcher->answer(request).status, 400) << name;
  }
  request.headers["x-file-name"] = "a.jpg";
  request.headers["content-type"] = "image/svg+xml";
  EXPECT_EQ(hall_.dispatcher->answer(request).status, 415);
  request.headers["content-type"] = "image/png";
  request.body.clear();
  EXPECT_EQ(hall_.dispatcher->answer(request).status, 422);
}

TEST_F(Dispatch, AllowsAsMuchAsARouteNeeds) {
  const auto limit = [&](std::string_view method, std::string_view target) {
    return hall_.dispatcher->body_limit(make_request(method, target));
  };
  EXPECT_EQ(limit("POST", "/api/notes"), 256 * 1024);
  EXPECT_EQ(limit("POST", "/api/notes/1/picture"), 10 * 1024 * 1024);
  EXPECT_LE(limit("GET", "/api/notes/1"), 1024);
  EXPECT_LE(limit("POST", "/api/nothing"), 1024);
  EXPECT_LE(limit("POST", "/echo/x"), 1024);
}

TEST_F(Dispatch, AsksTooEagerAddressesToWait) {
  FakeHall hall({.rate_limit = {.per_second = 1, .burst = 2}});
  const Request request = make_request("GET", "/api/notes/1");
  EXPECT_EQ(hall.dispatcher->answer(request).status, 200);
  EXPECT_EQ(hall.dispatcher->answer(request).status, 200);
  const Response refused = hall.dispatcher->answer(request);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  hall.clock.ms += 1000;
  EXPECT_EQ(hall.dispatcher->answer(request).status, 200);
}

TEST_F(Dispatch, RefusesToStartWithoutAHandlerForEachRoute) {
  Handlers none;
  const auto start = [&](const Handlers& handlers, std::span<const api::Route> routes) {
    Dispatcher(routes, {}, {handlers, hall_.sessions, hall_.idempotency, hall_.clock, hall_.random},
               {});
  };
  EXPECT_THROW(start(none, fake_routes()), std::logic_error);
  EXPECT_THROW(start(hall_.handlers, fake_routes().subspan(1)), std::logic_error);
  std::vector<api::Route> other(fake_routes().begin(), fake_routes().end());
  other.front().response_schema = &api::schema_of<api::Problem>;
  EXPECT_THROW(start(hall_.handlers, other), std::logic_error);
  EXPECT_NO_THROW(start(hall_.handlers, fake_routes()));
}

class Repeated : public Dispatch {
 protected:
  Response add(std::string_view text, std::string_view key,
               std::string_view session = "applicant") {
    Request request =
        make_request("POST", "/api/notes", R"({"text":")" + std::string(text) + "\"}", session);
    request.headers["idempotency-key"] = key;
    return hall_.dispatcher->answer(request);
  }
};

TEST_F(Repeated, HappensOnceUnderOneKey) {
  const Response first = add("x", "key-00000001");
  const Response second = add("x", "key-00000001");
  EXPECT_EQ(hall_.notes_added, 1);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.header("Content-Type"), "application/json");
  EXPECT_EQ(second.header("Idempotent-Replayed"), "true");
}

TEST_F(Repeated, RefusesAnotherBodyUnderTheSameKey) {
  add("x", "key-00000001");
  const auto problem = problem_in(add("y", "key-00000001"));
  EXPECT_EQ(problem.code, "duplicate");
  EXPECT_EQ(hall_.notes_added, 1);
}

TEST_F(Repeated, KeepsTheKeysOfCallersApart) {
  add("x", "key-00000001");
  EXPECT_EQ(add("x", "key-00000001", "other").header("Idempotent-Replayed"), "");
  EXPECT_EQ(hall_.notes_added, 2);
}

TEST_F(Repeated, MayBeTriedAgainAfterARefusal) {
  EXPECT_EQ(add("refuse", "key-00000001").status, 409);
  EXPECT_EQ(add("x", "key-00000001").status, 200);
}

TEST_F(Repeated, MayBeTriedAgainAfterAnException) {
  Request request = make_request("POST", "/api/beaten", "", "applicant");
  request.headers["idempotency-key"] = "key-00000001";
  EXPECT_EQ(problem_in(hall_.dispatcher->answer(request)).code, "stale");
  EXPECT_EQ(problem_in(hall_.dispatcher->answer(request)).code, "stale");
}

TEST_F(Repeated, IsAskedToWaitForTheFirst) {
  Request request = make_request("POST", "/api/notes", R"({"text":"x"})", "applicant");
  request.headers["idempotency-key"] = "key-00000001";
  const Response inner = [&] {
    Response seen;
    // The first is still being worked on while the second arrives.
    (void)once(hall_.idempotency, request, "applicant:a1", hall_.clock.now(),
               [&]() -> Result<Response> {
                 seen = hall_.dispatcher->answer(request);
                 return Response{};
               });
    return seen;
  }();
  EXPECT_EQ(inner.status, 409);
  EXPECT_EQ(inner.header("Retry-After"), "1");
}

TEST_F(Repeated, RefusesKeysThatAreNone) {
  EXPECT_EQ(add("x", "short").status, 400);
  EXPECT_EQ(add("x", std::string(65, 'k')).status, 400);
  EXPECT_EQ(add("x", "with a blank").status, 400);
}

}  // namespace
}  // namespace certhall::http
