# SOCI's PostgreSQL header includes libpq's.
pkg_check_modules(postgresql REQUIRED IMPORTED_TARGET libpq)
target_link_libraries(certhall_store PRIVATE PkgConfig::postgresql)

# certhall_migrations(<function> <folder>): the folder's NNNN_name.sql are compiled in, so that the
# program can make its databases without any file beside it.
function(certhall_migrations function folder)
  file(GLOB migrations CONFIGURE_DEPENDS ${folder}/*.sql)
  list(SORT migrations)
  set(rows "")
  foreach(migration IN LISTS migrations)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration})
    cmake_path(GET migration STEM name)
    file(READ ${migration} text)
    string(APPEND rows "    {\"${name}\", R\"sql(${text})sql\"},\n")
  endforeach()
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/generated/${function}.cpp CONTENT
       "#include \"store/schema.h\"\n
namespace certhall::store {
const std::vector<Migration>& ${function}() {
  static const std::vector<Migration> kMigrations = {\n${rows}  };
  return kMigrations;
}
}  // namespace certhall::store\n")
  target_sources(certhall_store PRIVATE ${CMAKE_BINARY_DIR}/generated/${function}.cpp)
endfunction()
certhall_migrations(migrations ${CMAKE_SOURCE_DIR}/db/migrations)
certhall_migrations(key_centre_migrations ${CMAKE_SOURCE_DIR}/db/kmc)
