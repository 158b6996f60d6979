# languages.cmake: the catalogues of assets/languages, compiled by gettext's msgfmt and put into the program.

# language_catalogues(VARIABLE): the source that holds languages_CODE_mo for each CODE.po, and its header.
function(language_catalogues variable)
    find_program(MSGFMT msgfmt NO_CMAKE_FIND_ROOT_PATH REQUIRED)
    file(GLOB catalogues CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/languages/*.po)
    set(header ${PROJECT_BINARY_DIR}/generated/languages_texts.h)
    set(output ${PROJECT_BINARY_DIR}/generated/languages_texts.c)
    set(stems "")
    set(compiled "")
    foreach(catalogue IN LISTS catalogues)
        cmake_path(GET catalogue STEM code)
        set(stem ${PROJECT_BINARY_DIR}/generated/${code})
        add_custom_command(OUTPUT ${stem}.mo COMMAND ${MSGFMT} --check-format --check-header --endianness=little --no-hash -o ${stem}.mo ${catalogue}
            DEPENDS ${catalogue} COMMENT "Compiling the catalogue ${code}" VERBATIM)
        list(APPEND stems ${stem})
        list(APPEND compiled ${stem}.mo)
    endforeach()
    add_custom_command(OUTPUT ${output} ${header}
        COMMAND ${CMAKE_COMMAND} -DPREFIX=languages "-DSTEMS=${stems}" -DEXTENSIONS=mo
                "-DHEADER=${header}" "-DOUTPUT=${output}" -P ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
        DEPENDS ${compiled} ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake ${PROJECT_SOURCE_DIR}/cmake/languages.cmake
        COMMENT "Embedding the catalogues" VERBATIM)
    set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    set(${variable} ${output} ${header} PARENT_SCOPE)
endfunction()
