# The pages are set in Noto Sans CJK SC. As Debian ships it, every PDF would carry a megabyte of the
# font's subroutines, which cairo does not tell apart: here they are written out where they are used.
# For each PDF cairo copies a font's outlines whole, and most pages need everyday characters only:
# they have a font of their own, a sixth of the size. print/fonts.cpp falls back on the whole one.
find_program(HB_SUBSET hb-subset REQUIRED)
find_file(NOTO_REGULAR NotoSansCJK-Regular.ttc PATHS /usr/share/fonts PATH_SUFFIXES opentype/noto
          REQUIRED)
find_file(NOTO_BOLD NotoSansCJK-Bold.ttc PATHS /usr/share/fonts PATH_SUFFIXES opentype/noto REQUIRED)
set(fonts ${CMAKE_BINARY_DIR}/fonts)
set(everyday ${CMAKE_BINARY_DIR}/generated/everyday.txt)
execute_process(COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/everyday.sh OUTPUT_FILE ${everyday}
                COMMAND_ERROR_IS_FATAL ANY)
set(font_files "")
function(certhall_font name from characters)
  set(file ${fonts}/NotoSansCJKsc-${name}.otf)
  add_custom_command(
    OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${fonts}
    COMMAND ${HB_SUBSET} --face-index=2 ${characters} --desubroutinize --no-hinting
            --layout-features= --output-file=${file} ${from}
    DEPENDS ${from}
    VERBATIM)
  set(font_files ${font_files} ${file} PARENT_SCOPE)
endfunction()
certhall_font(Regular ${NOTO_REGULAR} --text-file=${everyday})
certhall_font(Bold ${NOTO_BOLD} --text-file=${everyday})
certhall_font(Regular-whole ${NOTO_REGULAR} --unicodes=*)
certhall_font(Bold-whole ${NOTO_BOLD} --unicodes=*)
add_custom_target(certhall_fonts DEPENDS ${font_files})
add_dependencies(certhall_print certhall_fonts)

if(GTest_FOUND)
  cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL
                 target_compile_definitions unit_print PRIVATE
                 CERTHALL_FONTS="${CMAKE_BINARY_DIR}/fonts")
endif()
