#pragma once
// ONNX Runtime, loaded when asked for and used without its headers: OrtApi is a table of function
// pointers to which versions only append, so the places of the few that are called are fixed.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace certhall::reading {

struct Tensor {
  std::vector<float> values;
  std::vector<std::int64_t> shape;
};

/// One network with one input and one output of 32-bit floats.
class OnnxModel {
 public:
  ~OnnxModel();
  OnnxModel(OnnxModel&&) noexcept;
  /// Throws std::runtime_error with the runtime's own words.
  [[nodiscard]] Tensor run(const Tensor& input) const;

 private:
  friend class OnnxRuntime;
  struct Session;
  explicit OnnxModel(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

class OnnxRuntime {
 public:
  /// Throws std::runtime_error where the library is missing or too old (API 17, version 1.17).
  explicit OnnxRuntime(const std::string& library_file);
  /// Throws std::runtime_error where the file is missing or no model.
  [[nodiscard]] OnnxModel load(const std::string& model_file) const;

 private:
  struct Library;
  std::shared_ptr<const Library> library_;
};

}  // namespace certhall::reading
