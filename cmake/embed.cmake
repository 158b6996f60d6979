# embed.cmake: texts of the project as C strings inside the program, so that it needs no data files to run.

# embed_texts(VARIABLE prefix sources extensions...): for every source NAME.* the strings prefix_NAME_EXTENSION, empty where there
# is no such file; generated/prefix_texts.h declares them and lists the names in PREFIX_NAMES(NAME).
# For lessons and examples the header also declares int prefix_NAME_main(void).
function(embed_texts variable prefix sources)
    set(header ${PROJECT_BINARY_DIR}/generated/${prefix}_texts.h)
    set(output ${PROJECT_BINARY_DIR}/generated/${prefix}_texts.c)
    set(files "")
    set(stems "")
    foreach(source IN LISTS sources)
        cmake_path(REPLACE_EXTENSION source "" OUTPUT_VARIABLE stem)
        list(APPEND stems ${stem})
        foreach(extension IN LISTS ARGN)
            file(GLOB file CONFIGURE_DEPENDS ${stem}.${extension})
            list(APPEND files ${file})
        endforeach()
    endforeach()
    add_custom_command(OUTPUT ${output} ${header}
        COMMAND ${CMAKE_COMMAND} "-DPREFIX=${prefix}" "-DSTEMS=${stems}" "-DEXTENSIONS=${ARGN}"
                "-DHEADER=${header}" "-DOUTPUT=${output}" -P ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake
        DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed_script.cmake ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
        COMMENT "Embedding the texts of each ${prefix}" VERBATIM)
    set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    set(${variable} ${output} ${header} PARENT_SCOPE)
endfunction()
