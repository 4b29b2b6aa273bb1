# certhall-reader and the room behind it: the only things that link OpenCV, ZBar, poppler and the
# image formats' libraries. ONNX Runtime is not linked: it is opened at run time, from
# src/reading/models (`npm ci` there), and where it is missing, cards are typed by hand.
pkg_check_modules(reading REQUIRED IMPORTED_TARGET poppler-cpp zbar libpng libturbojpeg libwebp)

# Debian's OpenCV announces itself only in a package that brings all of its 200 parts.
find_path(OPENCV_INCLUDE opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
find_library(OPENCV_CORE opencv_core REQUIRED)
find_library(OPENCV_IMGPROC opencv_imgproc REQUIRED)
add_library(certhall_opencv INTERFACE)
target_include_directories(certhall_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE})
target_link_libraries(certhall_opencv INTERFACE ${OPENCV_IMGPROC} ${OPENCV_CORE})

target_link_libraries(certhall_reading PUBLIC certhall_opencv PkgConfig::reading ${CMAKE_DL_LIBS})
# Loops over pixels without optimisation would make the tests minutes long.
target_compile_options(certhall_reading PRIVATE $<$<CONFIG:Debug>:-O2>)
# Headers that were precompiled with other options would be refused.
set_target_properties(certhall_reading PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)

add_executable(certhall-reader src/main/reader.cpp src/adapters/reading/protocol.cpp)
target_link_libraries(certhall-reader PRIVATE certhall_reading)

# Test papers: cards, licences, stamped scans; for unit tests and, as a command, for browser tests.
file(GLOB tool_sources CONFIGURE_DEPENDS tests/tools/*.cpp)
list(FILTER tool_sources EXCLUDE REGEX "render_card\\.cpp$")
add_library(certhall_test_papers STATIC EXCLUDE_FROM_ALL ${tool_sources})
target_include_directories(certhall_test_papers PUBLIC tests)
target_link_libraries(certhall_test_papers PUBLIC certhall_reading certhall_print PkgConfig::pages)

if(GTest_FOUND)
  add_executable(render_card tests/tools/render_card.cpp)
  target_link_libraries(render_card PRIVATE certhall_test_papers)
  # The tests of print look at the pages with the eyes of reading; those of reading talk to the
  # child through the adapter. The tests' targets are made after this file.
  cmake_language(DEFER CALL target_link_libraries unit_print PRIVATE certhall_test_papers)
  cmake_language(DEFER CALL target_link_libraries unit_reading PRIVATE
                 certhall_test_papers certhall_adapters)
  cmake_language(DEFER CALL target_compile_definitions unit_reading PRIVATE
                 CERTHALL_READER="$<TARGET_FILE:certhall-reader>")
  cmake_language(DEFER CALL add_dependencies unit_reading certhall-reader)
endif()
