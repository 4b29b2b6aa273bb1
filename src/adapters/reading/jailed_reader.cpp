#include "adapters/reading/jailed_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "adapters/reading/protocol.h"
#include "base/log.h"

namespace certhall::adapters {
namespace {

constexpr std::size_t kMostUpload = 10U << 20;
constexpr const char* kProgramInside = "/reader/certhall-reader";
constexpr const char* kModelsInside = "/reader/models";
constexpr const char* kRuntimeInside = "/reader/libonnxruntime.so";

/// Gives the place back however the function ends.
class Place {
 public:
  explicit Place(std::counting_semaphore<64>& places) : places_(places) {}
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::counting_semaphore<64>& places_;
};

}  // namespace

std::string claimed_media_type(std::string_view name_or_type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kEndings{{
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {"image/jpeg", "image/jpeg"},
      {".png", "image/png"},
      {"image/png", "image/png"},
      {".webp", "image/webp"},
      {"image/webp", "image/webp"},
      {".pdf", "application/pdf"},
      {"application/pdf", "application/pdf"},
  }};
  std::string lower(name_or_type);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const auto& [ending, type] : kEndings)
    if (lower.ends_with(ending)) return std::string(type);
  return {};
}

JailedReader::JailedReader(ReaderSettings settings)
    : settings_(std::move(settings)), children_(std::clamp(settings_.most_children, 1, 64)) {
  const bool text = !settings_.models.empty() && !settings_.onnxruntime.empty();
  jail_.bubblewrap = settings_.bubblewrap;
  jail_.readable.emplace_back(settings_.program, kProgramInside);
  program_ = kProgramInside;
  if (text) {
    jail_.readable.emplace_back(settings_.models, kModelsInside);
    jail_.readable.emplace_back(settings_.onnxruntime, kRuntimeInside);
    text_arguments_ = {"--models", kModelsInside, "--onnxruntime", kRuntimeInside};
  }
  start();
}

/// Asks the child for a sign of life; it says whether it can read text.
void JailedReader::start() {
  JailedRun run;
  try {
    run = this->run({"probe"}, {});
  } catch (const std::system_error& error) {
    run.errors = error.what();
  }
  if (run.exit_code != 0 && settings_.allow_unjailed && !jail_.bubblewrap.empty()) {
    log::warning("reading.unjailed", {{"reason", run.errors}});
    jail_.bubblewrap.clear();
    program_ = settings_.program;
    if (!text_arguments_.empty())
      text_arguments_ = {"--models", settings_.models, "--onnxruntime", settings_.onnxruntime};
    run = this->run({"probe"}, {});
  }
  if (run.exit_code != 0)
    throw std::runtime_error(
        "certhall-reader does not start in its jail (is bubblewrap installed, and may this user "
        "make user namespaces?): " +
        run.errors);
  reads_text_ = run.output == "text\n";
  if (!reads_text_)
    log::warning("reading.no_text",
                 {{"consequence", "identity cards are typed by hand"}, {"reason", run.errors}});
}

JailedRun JailedReader::run(std::vector<std::string> arguments, std::string_view input) const {
  arguments.insert(arguments.begin(), program_);
  arguments.insert(arguments.end(), text_arguments_.begin(), text_arguments_.end());
  return run_jailed(jail_, arguments, input, settings_.most_time);
}

Result<std::string> JailedReader::answer(std::vector<std::string> arguments,
                                         std::string_view bytes) {
  if (bytes.size() > kMostUpload)
    return fail(ErrorCode::too_large, "文件超过 10 MB，请降低扫描分辨率或压缩后再上传");
  if (!children_.try_acquire_for(settings_.most_wait))
    return fail(ErrorCode::unavailable, "正在处理的文件较多，请稍后再试");
  const Place place(children_);
  auto run = this->run(std::move(arguments), bytes);
  if (run.exit_code == 0) return std::move(run.output);
  if (run.exit_code == kRefused) return fail(parse_refusal(run.output));
  log::warning("reading.failed", {{"exit_code", run.exit_code.value_or(-1)}});
  return fail(
      ErrorCode::invalid,
      "无法打开该文件，可能已损坏或过于复杂，请重新拍照，或另存为 JPG、PNG 或 PDF 后再上传");
}

Result<app::MaterialReading> JailedReader::check_material(std::string_view bytes,
                                                          std::string_view claimed_type) {
  std::vector<std::string> arguments{"material"};
  if (auto type = claimed_media_type(claimed_type); !type.empty())
    arguments.insert(arguments.end(), {"--claimed", std::move(type)});
  return answer(std::move(arguments), bytes).and_then(parse_material_reading);
}

Result<app::IdCardReading> JailedReader::read_id_card(std::string_view bytes, app::CardSide side) {
  return answer({side == app::CardSide::front ? "front" : "back"}, bytes)
      .and_then(parse_id_card_reading);
}

}  // namespace certhall::adapters
