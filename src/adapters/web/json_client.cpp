#include "adapters/web/json_client.h"

#include <curl/curl.h>

namespace certhall::adapters {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;

std::size_t append(char* data, std::size_t size, std::size_t count, void* out) {
  auto& text = *static_cast<std::string*>(out);
  if (text.size() + size * count > kMostBytes) return 0;
  text.append(data, size * count);
  return size * count;
}

std::string member(const Json& json, std::string_view name) {
  const auto* object = json.if_object();
  const auto* value = object == nullptr ? nullptr : object->if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

/// A problem+json document as the error that it was.
Error problem(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return {.code = ErrorCode::upstream, .message = "营业厅的回答无法识别"};
  Error error{
      .code = enum_from_text<ErrorCode>(member(*json, "code")).value_or(ErrorCode::upstream),
      .message = member(*json, "title")};
  if (const auto* fields = json->as_object().if_contains("fields"); fields && fields->is_array())
    for (const auto& field : fields->as_array())
      error.fields.push_back({member(field, "field"), member(field, "message")});
  if (!error.fields.empty()) error.message = error.fields.front().message;
  return error;
}

}  // namespace

struct JsonClient::Impl {
  std::string base;
  CURL* curl = curl_easy_init();
  curl_slist* headers = nullptr;
};

JsonClient::JsonClient(std::string base) : impl_(std::make_unique<Impl>()) {
  impl_->base = std::move(base);
  impl_->headers = curl_slist_append(impl_->headers, "Content-Type: application/json");
  impl_->headers = curl_slist_append(impl_->headers, "X-Certhall-Client: station");
  curl_easy_setopt(impl_->curl, CURLOPT_COOKIEFILE, "");  // keep cookies, in memory only
  curl_easy_setopt(impl_->curl, CURLOPT_HTTPHEADER, impl_->headers);
  curl_easy_setopt(impl_->curl, CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(impl_->curl, CURLOPT_CONNECTTIMEOUT, 10L);
  curl_easy_setopt(impl_->curl, CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(impl_->curl, CURLOPT_NOPROXY, "localhost,127.0.0.1");
}

JsonClient::~JsonClient() {
  curl_slist_free_all(impl_->headers);
  curl_easy_cleanup(impl_->curl);
}

Result<std::string> JsonClient::post(const std::string& path, const std::string& json) {
  std::string answer;
  const std::string url = impl_->base + path;
  curl_easy_setopt(impl_->curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(impl_->curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(json.size()));
  curl_easy_setopt(impl_->curl, CURLOPT_POSTFIELDS, json.data());
  curl_easy_setopt(impl_->curl, CURLOPT_WRITEDATA, &answer);
  if (const auto done = curl_easy_perform(impl_->curl); done != CURLE_OK)
    return fail(ErrorCode::unavailable, "连接不上营业厅 " + impl_->base + "（" +
                                            curl_easy_strerror(done) + "），请检查地址与网络");
  long status = 0;
  curl_easy_getinfo(impl_->curl, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 400) return fail(problem(answer));
  return answer;
}

}  // namespace certhall::adapters
