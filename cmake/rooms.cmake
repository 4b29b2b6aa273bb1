# certhall_room(<room> <libraries>...): src/<room>/*.cpp, one folder deep, as certhall_<room>.
# A room without sources is an interface, so that others can link it all the same. What a room needs
# besides stands in cmake/<room>.cmake.
function(certhall_room room)
  file(GLOB sources CONFIGURE_DEPENDS src/${room}/*.cpp src/${room}/*/*.cpp)
  list(FILTER sources EXCLUDE REGEX "src/main/(main|reader)\\.cpp$")
  if(sources)
    add_library(certhall_${room} STATIC ${sources})
    target_include_directories(certhall_${room} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(certhall_${room} PUBLIC ${ARGN})
  else()
    add_library(certhall_${room} INTERFACE)
    target_include_directories(certhall_${room} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(certhall_${room} INTERFACE ${ARGN})
  endif()
  certhall_precompile(certhall_${room} certhall_headers)
  include(${room} OPTIONAL)
endfunction()

# certhall_precompile(<target> <from>): the target's files begin with the headers that <from> has
# precompiled. Nearly half of a file's time went into reading them. Each file still includes what
# it uses: -DCERTHALL_PRECOMPILE=OFF compiles without.
function(certhall_precompile target from)
  get_target_property(type ${target} TYPE)
  if(CERTHALL_PRECOMPILE AND NOT type STREQUAL INTERFACE_LIBRARY)
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
endfunction()

# certhall_headers(<name> <libraries> <headers>...): a target that only precompiles.
function(certhall_headers name libraries)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/generated/${name}.cpp)
  target_link_libraries(${name} PRIVATE ${libraries})
  if(CERTHALL_PRECOMPILE)
    target_precompile_headers(${name} PRIVATE ${ARGN})
  endif()
endfunction()

# certhall_program(<name> <source> <library>): nothing while the source does not exist.
function(certhall_program name source library)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${source} AND NOT TARGET ${name})
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE ${library})
  endif()
endfunction()

# certhall_unit_tests(<name> <folder> <library>): every .cpp of the folder in one GoogleTest program
# unit_<name>. Tests find data files below CERTHALL_SOURCE_DIR. What they test is optimised, they are
# not: that would be a third of the time that they take to compile.
function(certhall_unit_tests name folder library)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(NOT sources OR NOT TARGET ${library})
    return()
  endif()
  add_executable(unit_${name} ${sources})
  target_link_libraries(unit_${name} PRIVATE ${library} GTest::gtest_main GTest::gmock)
  target_include_directories(unit_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(unit_${name} PRIVATE CERTHALL_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(unit_${name} PRIVATE -O0)
  certhall_precompile(unit_${name} certhall_test_headers)
  add_test(NAME unit_${name} COMMAND unit_${name})
endfunction()
