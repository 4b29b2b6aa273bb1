#pragma once
// The walls between the rooms: src/LAYERS against every #include.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tidy/source_file.h"

namespace certhall::tidy {

/// room → what it may include: rooms, or folders of rooms ("app/ports").
using Layers = std::map<std::string, std::set<std::string>, std::less<>>;

[[nodiscard]] Layers parse_layers(std::string_view text);

/// Includes that src/LAYERS does not allow, and rooms that it does not name.
[[nodiscard]] std::vector<Finding> check_layers(const Layers& layers,
                                                const std::vector<SourceFile>& files);
/// Rooms that may, by whatever way round, include themselves through others.
[[nodiscard]] std::vector<Finding> check_no_circles(const Layers& layers);
/// Libraries that only some rooms may include, and headers that carry them into other rooms.
[[nodiscard]] std::vector<Finding> check_libraries(const std::vector<SourceFile>& files);

}  // namespace certhall::tidy
