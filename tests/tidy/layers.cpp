#include "tidy/layers.h"

#include <algorithm>
#include <functional>
#include <sstream>

namespace certhall::tidy {
namespace {

struct Library {
  std::string_view prefix;
  std::set<std::string_view> rooms;  // that may include it
  bool stays_inside;                 // and no header may carry it into another room
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries = {
      {"soci/", {"store"}, true},       {"sqlite3.h", {"store"}, true},
      {"libpq-fe.h", {"store"}, true},  {"openssl/", {"base", "pki", "adapters", "http"}, true},
      {"boost/beast", {"http"}, true},  {"boost/asio", {"http"}, true},
      {"opencv2/", {"reading"}, true},  {"zbar", {"reading"}, true},
      {"poppler/", {"reading"}, true},  {"onnxruntime", {"reading"}, true},
      {"curl/", {"adapters"}, true},    {"argon2.h", {"adapters"}, true},
      {"cairo", {"print"}, true},       {"pango/", {"print"}, true},
      {"qrencode.h", {"print"}, true},  {"libgfshare.h", {"adapters"}, true},
      {"p11-kit/", {"adapters"}, true},
  };
  return kLibraries;
}

const Library* library_of(std::string_view include) {
  const auto& all = libraries();
  const auto found = std::ranges::find_if(
      all, [&](const Library& library) { return include.starts_with(library.prefix); });
  return found == all.end() ? nullptr : &*found;
}

template <class Names>
std::string joined(const Names& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text.empty() ? "nothing" : text;
}

bool allows(const std::set<std::string>& permitted, std::string_view include) {
  return std::ranges::any_of(
      permitted, [&](const std::string& folder) { return include.starts_with(folder + "/"); });
}

// The headers of src/ that include one of the libraries that stay inside, directly or not.
std::set<std::string> carriers(const std::vector<SourceFile>& files) {
  std::set<std::string> found;
  for (std::size_t before = 1; before != found.size();) {
    before = found.size();
    for (const SourceFile& file : files) {
      if (room_of(file.path).empty() || !file.path.ends_with(".h")) continue;
      for (const Include& include : includes_of(file)) {
        const Library* library = include.quoted ? nullptr : library_of(include.path);
        const bool inside = library != nullptr && library->stays_inside;
        if (inside || found.contains("src/" + include.path)) found.insert(file.path);
      }
    }
    if (found.empty()) break;
  }
  return found;
}

}  // namespace

Layers parse_layers(std::string_view text) {
  Layers layers;
  for (const std::string_view line : lines_of(text)) {
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    auto& permitted = layers[std::string(line.substr(0, colon))];
    std::istringstream words{std::string(line.substr(colon + 1))};
    for (std::string word; words >> word;) permitted.insert(word);
  }
  return layers;
}

std::vector<Finding> check_layers(const Layers& layers, const std::vector<SourceFile>& files) {
  std::vector<Finding> findings;
  for (const SourceFile& file : files) {
    const std::string room(room_of(file.path));
    if (room.empty() || !is_cpp(file)) continue;
    const auto row = layers.find(room);
    if (row == layers.end()) {
      findings.push_back({file.path, "src/LAYERS has no row for the room " + room});
      continue;
    }
    for (const Include& include : includes_of(file)) {
      if (!include.quoted || allows({room}, include.path)) continue;
      if (allows(row->second, include.path)) continue;
      findings.push_back(finding_at(
          file, include.line,
          "includes " + include.path + ", but " + room + " may include " + joined(row->second) +
              ": hand it in as a parameter or a port (src/app/ports), or move it down"));
    }
  }
  return findings;
}

std::vector<Finding> check_no_circles(const Layers& layers) {
  std::vector<Finding> findings;
  for (const auto& [start, unused] : layers) {
    std::set<std::string> reached;
    const std::function<void(const std::string&)> visit = [&](const std::string& room) {
      const auto row = layers.find(room);
      if (row == layers.end()) return;
      for (const std::string& folder : row->second) {
        const std::string next = folder.substr(0, folder.find('/'));
        if (reached.insert(next).second) visit(next);
      }
    };
    visit(start);
    if (reached.contains(start)) findings.push_back({"src/LAYERS", start + " includes itself"});
  }
  return findings;
}

std::vector<Finding> check_libraries(const std::vector<SourceFile>& files) {
  const std::set<std::string> heavy = carriers(files);
  std::vector<Finding> findings;
  for (const SourceFile& file : files) {
    const std::string_view room = room_of(file.path);
    if (room.empty() || !is_cpp(file)) continue;
    for (const Include& include : includes_of(file)) {
      const Library* library = include.quoted ? nullptr : library_of(include.path);
      if (library != nullptr && !library->rooms.contains(room)) {
        findings.push_back(finding_at(file, include.line,
                                      "includes " + include.path + ", which only " +
                                          joined(library->rooms) + " may: use their interface"));
      }
      const std::string header = "src/" + include.path;
      if (include.quoted && room_of(header) != room && heavy.contains(header)) {
        findings.push_back(
            finding_at(file, include.line,
                       "includes " + include.path +
                           ", which brings a library into this room: keep the "
                           "library in the .cpp or in a header that only its own room includes"));
      }
    }
  }
  return findings;
}

}  // namespace certhall::tidy
