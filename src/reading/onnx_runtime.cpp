#include "reading/onnx_runtime.h"

#include <dlfcn.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace certhall::reading {
namespace {

constexpr std::uint32_t kApiVersion = 17;

/// Places in OrtApi, counted from 0 in the order of onnxruntime_c_api.h.
enum Slot : std::size_t {
  kGetErrorMessage = 2,
  kCreateEnv = 3,
  kCreateSessionFromArray = 8,
  kRun = 9,
  kCreateSessionOptions = 10,
  kSetIntraOpNumThreads = 24,
  kSessionGetInputName = 36,
  kSessionGetOutputName = 37,
  kCreateTensorWithDataAsOrtValue = 49,
  kGetTensorMutableData = 51,
  kGetDimensionsCount = 61,
  kGetDimensions = 62,
  kGetTensorTypeAndShape = 65,
  kCreateCpuMemoryInfo = 69,
  kAllocatorFree = 76,
  kGetAllocatorWithDefaultOptions = 78,
  kReleaseEnv = 92,
  kReleaseStatus = 93,
  kReleaseMemoryInfo = 94,
  kReleaseSession = 95,
  kReleaseValue = 96,
  kReleaseTensorTypeAndShapeInfo = 99,
  kReleaseSessionOptions = 100,
};

constexpr int kLogWarnings = 2, kArenaAllocator = 1, kDefaultMemory = 0, kFloat = 1;

using Api = void* const*;  // the table
using Handle = std::unique_ptr<void, std::function<void(void*)>>;

struct ApiBase {
  const void* (*get_api)(std::uint32_t version);
  const char* (*get_version)();
};

template <class... Arguments>
void* call_raw(Api api, Slot slot, Arguments... arguments) {
  return reinterpret_cast<void* (*)(Arguments...)>(api[slot])(arguments...);
}

void release(Api api, Slot slot, void* object) {
  reinterpret_cast<void (*)(void*)>(api[slot])(object);
}

/// Calls a function that answers with a status: null for success.
template <class... Arguments>
void call(Api api, Slot slot, Arguments... arguments) {
  void* status = call_raw(api, slot, arguments...);
  if (status == nullptr) return;
  const auto* words = reinterpret_cast<const char* (*)(const void*)>(api[kGetErrorMessage])(status);
  std::runtime_error error(std::string("ONNX Runtime: ") + words);
  release(api, kReleaseStatus, status);
  throw error;
}

Handle own(Api api, Slot releaser, void* object) {
  return {object, [api, releaser](void* dead) { release(api, releaser, dead); }};
}

template <class... Arguments>
Handle create(Api api, Slot slot, Slot releaser, Arguments... arguments) {
  void* object = nullptr;
  call(api, slot, arguments..., &object);
  return own(api, releaser, object);
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

struct OnnxRuntime::Library {
  Api api = nullptr;
  Handle environment;
};

struct OnnxModel::Session {
  std::shared_ptr<const void> library;
  Api api = nullptr;
  Handle session;
  std::string input, output;

  std::string name(Slot slot) const {
    void* allocator = nullptr;
    char* text = nullptr;
    call(api, kGetAllocatorWithDefaultOptions, &allocator);
    call(api, slot, session.get(), std::size_t{0}, allocator, &text);
    std::string copy = text;
    call(api, kAllocatorFree, allocator, static_cast<void*>(text));
    return copy;
  }
};

OnnxRuntime::OnnxRuntime(const std::string& library_file) {
  // Never closed: it registers clean-up that must find its code when the process ends.
  void* object = dlopen(library_file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) throw std::runtime_error(dlerror());
  const auto get_base = reinterpret_cast<const ApiBase* (*)()>(dlsym(object, "OrtGetApiBase"));
  if (get_base == nullptr) throw std::runtime_error(library_file + " is not ONNX Runtime");
  const auto* base = get_base();
  auto library = std::make_shared<Library>();
  library->api = static_cast<Api>(base->get_api(kApiVersion));
  if (library->api == nullptr)
    throw std::runtime_error(std::string("ONNX Runtime is too old: ") + base->get_version());
  library->environment = create(library->api, kCreateEnv, kReleaseEnv, kLogWarnings, "certhall");
  library_ = std::move(library);
}

OnnxModel OnnxRuntime::load(const std::string& model_file) const {
  const std::string bytes = read_whole(model_file);
  auto* api = library_->api;
  const auto options = create(api, kCreateSessionOptions, kReleaseSessionOptions);
  call(api, kSetIntraOpNumThreads, options.get(), 1);
  auto session = std::make_unique<OnnxModel::Session>();
  session->library = library_;
  session->api = api;
  session->session =
      create(api, kCreateSessionFromArray, kReleaseSession, library_->environment.get(),
             static_cast<const void*>(bytes.data()), bytes.size(), options.get());
  session->input = session->name(kSessionGetInputName);
  session->output = session->name(kSessionGetOutputName);
  return OnnxModel(std::move(session));
}

OnnxModel::OnnxModel(std::unique_ptr<Session> session) : session_(std::move(session)) {}
OnnxModel::~OnnxModel() = default;
OnnxModel::OnnxModel(OnnxModel&&) noexcept = default;

Tensor OnnxModel::run(const Tensor& input) const {
  auto* api = session_->api;
  const auto memory =
      create(api, kCreateCpuMemoryInfo, kReleaseMemoryInfo, kArenaAllocator, kDefaultMemory);
  const auto value =
      create(api, kCreateTensorWithDataAsOrtValue, kReleaseValue, memory.get(),
             static_cast<const void*>(input.values.data()), input.values.size() * sizeof(float),
             input.shape.data(), input.shape.size(), kFloat);
  const char* input_name = session_->input.c_str();
  const char* output_name = session_->output.c_str();
  const void* inputs[] = {value.get()};
  void* result = nullptr;
  call(api, kRun, session_->session.get(), static_cast<const void*>(nullptr), &input_name,
       static_cast<const void* const*>(inputs), std::size_t{1}, &output_name, std::size_t{1},
       &result);
  const auto output = own(api, kReleaseValue, result);
  const auto info =
      create(api, kGetTensorTypeAndShape, kReleaseTensorTypeAndShapeInfo, output.get());

  Tensor tensor;
  std::size_t dimensions = 0;
  call(api, kGetDimensionsCount, info.get(), &dimensions);
  tensor.shape.resize(dimensions);
  call(api, kGetDimensions, info.get(), tensor.shape.data(), dimensions);
  float* values = nullptr;
  call(api, kGetTensorMutableData, output.get(), &values);
  const auto count = std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t{1},
                                     std::multiplies<>());
  tensor.values.assign(values, values + count);
  return tensor;
}

}  // namespace certhall::reading
