# How everything is compiled. The presets choose among these; nothing else sets flags.
option(CERTHALL_WERROR "Warnings are errors" OFF)
option(CERTHALL_PRECOMPILE "Precompile the headers that most files read" ON)
option(CERTHALL_FUZZ "The fuzz targets, for clang" OFF)
set(CERTHALL_SANITIZE "" CACHE STRING "Sanitizers, such as address,undefined")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# No file's place in the builder's folders gets into the program.
add_compile_options(-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=)
# A part of a struct may be named in a designated initialiser and the rest left to its defaults.
add_compile_options(-Wall -Wextra -Wpedantic -Wno-missing-field-initializers
                    -fstack-protector-strong $<$<BOOL:${CERTHALL_WERROR}>:-Werror>)
# Pango's flags say -pthread; precompiled headers want all files to be compiled alike.
add_compile_options(-pthread)
if(CERTHALL_SANITIZE)
  # Not optimised: compiling so takes half the time, and what the tests run takes hardly any
  # (cmake/reading.cmake has the exception). Fuzzing wants the speed. SOCI hides the types that the
  # check of virtual tables would ask for, and clang 14 cannot check functions that are coroutines.
  add_compile_options($<$<BOOL:${CERTHALL_FUZZ}>:-O1> -g1 -fno-omit-frame-pointer
                      -fno-sanitize-recover=all -fsanitize=${CERTHALL_SANITIZE}
                      -fno-sanitize=vptr $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  add_link_options(-fsanitize=${CERTHALL_SANITIZE})
  add_compile_definitions(CERTHALL_SANITIZED)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND (CMAKE_BUILD_TYPE STREQUAL Release OR CERTHALL_SANITIZE))
  # g++ 12, once it optimises, warns of std::optional and std::string members that it cannot
  # follow (its bugs 105329, 105651, 105762). The sanitizers see what is real.
  add_compile_options(-Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overread
                      $<$<CONFIG:Release>:-Wno-stringop-overflow> -Wno-restrict)
endif()

find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache has to know to cache files that begin with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                      "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

# Two links at a time at most: each may take half a gigabyte.
set_property(GLOBAL PROPERTY JOB_POOLS link=2)
set(CMAKE_JOB_POOL_LINK link)
