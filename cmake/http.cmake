# Optimising Boost's coroutines under the sanitizers takes g++ two minutes for this file alone.
if(CERTHALL_SANITIZE)
  set_source_files_properties(src/http/server.cpp PROPERTIES COMPILE_OPTIONS -O0
                              SKIP_PRECOMPILE_HEADERS ON)
endif()
