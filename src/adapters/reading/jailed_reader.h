#pragma once
// Implements app::Reader by one certhall-reader per file, each in a jail of its own.

#include <chrono>
#include <semaphore>
#include <string>
#include <vector>

#include "adapters/reading/jail.h"
#include "app/ports/reader.h"

namespace certhall::adapters {

struct ReaderSettings {
  std::string program;      // certhall-reader
  std::string models;       // the folder with the recognition models; empty: text is not read
  std::string onnxruntime;  // libonnxruntime.so; empty: text is not read
  std::string bubblewrap = "/usr/bin/bwrap";
  /// Go on without a jail where bubblewrap is missing or may not make namespaces: for trying the
  /// program out on such a machine, never for strangers' files.
  bool allow_unjailed = false;
  int most_children = 2;
  std::chrono::milliseconds most_time = std::chrono::seconds(25);
  std::chrono::milliseconds most_wait = std::chrono::seconds(20);  // for a free child
};

/// Safe from several threads.
class JailedReader final : public app::Reader {
 public:
  /// Throws std::runtime_error where the program does not run in its jail.
  explicit JailedReader(ReaderSettings settings);

  [[nodiscard]] Result<app::MaterialReading> check_material(std::string_view bytes,
                                                            std::string_view claimed_type) override;
  [[nodiscard]] Result<app::IdCardReading> read_id_card(std::string_view bytes,
                                                        app::CardSide side) override;
  /// False: identity cards are answered with `text_available == false`.
  [[nodiscard]] bool reads_text() const { return reads_text_; }

 private:
  [[nodiscard]] JailedRun run(std::vector<std::string> arguments, std::string_view input) const;
  [[nodiscard]] Result<std::string> answer(std::vector<std::string> arguments,
                                           std::string_view bytes);
  void start();

  ReaderSettings settings_;
  JailSettings jail_;
  std::string program_;  // as the child sees it
  std::vector<std::string> text_arguments_;
  bool reads_text_ = false;
  std::counting_semaphore<64> children_;
};

/// The media type that a file name or a media type claims, as far as uploads go; else empty.
[[nodiscard]] std::string claimed_media_type(std::string_view name_or_type);

}  // namespace certhall::adapters
