#pragma once
// The handlers, each under its operation's name in the route table, typed by what it takes and
// gives. A handler is ten lines at most: it calls one use case and puts the answer into a DTO.

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "api/openapi.h"
#include "api/routes.h"
#include "api/session_dto.h"
#include "base/json.h"
#include "http/context.h"

namespace certhall::http {

struct Upload {
  std::string bytes;
  std::string content_type;  // what it claims to be, one of api::kUploadTypes
  std::string file_name;     // as its owner calls it: UTF-8, without folders, at most 255 bytes
};

struct FileAnswer {
  std::string bytes;
  std::string content_type;
  std::string file_name;
  bool inline_ = false;  // shown in a page of ours; otherwise only ever a download
};

inline constexpr std::size_t kJsonBytes = 256 * 1024;
inline constexpr std::size_t kUploadBytes = 10 * 1024 * 1024;

class Handlers {
 public:
  struct Handler {
    api::BodyKind body;
    api::AnswerKind answer;
    Json (*request_schema)(api::SchemaRegistry&);
    Json (*response_schema)(api::SchemaRegistry&);
    std::function<Result<Response>(Context&)> run;
  };

  /// `handle(Context&, const In&) -> Result<Out>`; api::Empty where there is nothing to read or
  /// say.
  template <class In, class Out, class Handle>
  void add(std::string_view operation, Handle handle) {
    constexpr bool takes = !std::is_same_v<In, api::Empty>;
    constexpr bool gives = !std::is_same_v<Out, api::Empty>;
    insert(operation, {.body = takes ? api::BodyKind::json : api::BodyKind::none,
                       .answer = gives ? api::AnswerKind::json : api::AnswerKind::nothing,
                       .request_schema = takes ? &api::schema_of<In> : nullptr,
                       .response_schema = gives ? &api::schema_of<Out> : nullptr,
                       .run = [handle = std::move(handle)](Context& context) -> Result<Response> {
                         In in{};
                         if constexpr (takes) {
                           ASSIGN_OR_RETURN(json, read_json(context.request()));
                           ASSIGN_OR_RETURN(read, from_json<In>(json));
                           in = std::move(read);
                         }
                         ASSIGN_OR_RETURN(out, Result<Out>(handle(context, in)));
                         if constexpr (gives) return json_answer(to_json_text(out));
                         return Response{.status = 204};
                       }});
  }

  /// `handle(Context&, const Upload&) -> Result<Out>`.
  template <class Out, class Handle>
  void add_upload(std::string_view operation, Handle handle) {
    insert(operation, {.body = api::BodyKind::upload,
                       .answer = api::AnswerKind::json,
                       .request_schema = nullptr,
                       .response_schema = &api::schema_of<Out>,
                       .run = [handle = std::move(handle)](Context& context) -> Result<Response> {
                         ASSIGN_OR_RETURN(upload, read_upload(context.request()));
                         ASSIGN_OR_RETURN(out, Result<Out>(handle(context, upload)));
                         return json_answer(to_json_text(out));
                       }});
  }

  /// `handle(Context&) -> Result<Out>`: what came is the request's body, whatever it is.
  template <class Out, class Handle>
  void add_bytes(std::string_view operation, Handle handle) {
    insert(operation, {.body = api::BodyKind::bytes,
                       .answer = api::AnswerKind::json,
                       .request_schema = nullptr,
                       .response_schema = &api::schema_of<Out>,
                       .run = [handle = std::move(handle)](Context& context) -> Result<Response> {
                         RETURN_IF_ERROR(check_bytes(context.request()));
                         ASSIGN_OR_RETURN(out, Result<Out>(handle(context)));
                         return json_answer(to_json_text(out));
                       }});
  }

  /// `handle(Context&) -> Result<FileAnswer>`.
  template <class Handle>
  void add_file(std::string_view operation, Handle handle) {
    insert(operation, {.body = api::BodyKind::none,
                       .answer = api::AnswerKind::file,
                       .request_schema = nullptr,
                       .response_schema = nullptr,
                       .run = [handle = std::move(handle)](Context& context) -> Result<Response> {
                         ASSIGN_OR_RETURN(file, Result<FileAnswer>(handle(context)));
                         return file_answer(std::move(file));
                       }});
  }

  /// Throws std::logic_error unless every route has its handler, of the types that the table names,
  /// and every handler its route. Those of the sandbox may be left out where there is none.
  void check(std::span<const api::Route> routes, bool sandbox) const;
  /// Nothing where there is no handler of that name.
  [[nodiscard]] const Handler* find(std::string_view operation) const;

 private:
  /// Throws std::logic_error where the operation has a handler already.
  void insert(std::string_view operation, Handler handler);

  static Result<Json> read_json(const Request& request);
  static Result<Upload> read_upload(const Request& request);
  static Status check_bytes(const Request& request);
  static Response json_answer(std::string text);
  static Response file_answer(FileAnswer file);

  std::map<std::string, Handler, std::less<>> handlers_;
};

}  // namespace certhall::http
