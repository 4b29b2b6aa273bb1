// certhall-reader: reads one file from strangers on standard input, answers on standard output, and
// ends. certhall runs it in a jail (adapters/reading/jail.h); it alone links the large decoders.
//
//   certhall-reader material [--claimed image/jpeg]     checks a material
//   certhall-reader front|back                          reads a side of an identity card
//   certhall-reader probe                               says "text" or "no text"
//   … [--models FOLDER --onnxruntime FILE]

#include <sys/resource.h>

#include <exception>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "adapters/reading/protocol.h"
#include "reading/reader.h"

namespace certhall {
namespace {

constexpr int kWrongUse = 2;

/// Set before the first byte is read. The address space is what decoders may ask for; sanitizers
/// reserve terabytes of it, so that limit is left out there.
void limit_resources() {
  const auto limit = [](auto resource, rlim_t value) {
    const rlimit both{value, value};
    if (setrlimit(resource, &both) != 0) throw std::runtime_error("setrlimit");
  };
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 20);
  limit(RLIMIT_FSIZE, 64U << 20);
#ifndef CERTHALL_SANITIZED
  limit(RLIMIT_AS, 2UL << 30);
#endif
}

template <class T>
int answer(Result<T> result) {
  const auto text = result ? adapters::write_reading(std::move(*result))
                           : adapters::write_refusal(result.error());
  if (!(std::cout << text).flush()) throw std::runtime_error("cannot write the answer");
  return result ? 0 : adapters::kRefused;
}

int run(const std::string& act, std::map<std::string, std::string> options) {
  const reading::OcrFiles files{options["--models"], options["--onnxruntime"]};
  if (act == "probe") {
    const auto reason = reading::why_no_text(files);
    std::cout << (reason.empty() ? "text\n" : "no text\n");
    std::cerr << reason;
    return 0;
  }
  const std::string bytes{std::istreambuf_iterator<char>(std::cin), {}};
  if (act == "material") return answer(reading::check_material(bytes, options["--claimed"]));
  if (act == "front") return answer(reading::read_id_card(bytes, app::CardSide::front, files));
  if (act == "back") return answer(reading::read_id_card(bytes, app::CardSide::back, files));
  return kWrongUse;
}

}  // namespace
}  // namespace certhall

#ifdef CERTHALL_SANITIZED
// The leak checker wants /proc, which the jail does not have.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }
#endif

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  if (count < 2) return certhall::kWrongUse;
  std::map<std::string, std::string> options;
  for (int i = 2; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  try {
    certhall::limit_resources();
    return certhall::run(arguments[1], std::move(options));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
