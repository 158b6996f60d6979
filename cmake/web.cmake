# web.cmake: the browser edition, built by emscripten: the same rooms with another leaf, and the page around them (web/).
include(cmake/web_compiler.cmake)
set(CMAKE_C_FLAGS_RELEASE "-O2") # what a debugger needs would be sent to everybody

# A page has no processes, no files for others to read, and no OpenSSL.
set(LEFT_OUT_OF_BROWSER "engine/tls/(alpn|certificate|connection|error)\\.c$|viz/sdl/(picture|png_file)\\.c$|viz/shell/(live_child|cli/cli_manual|subject/link_recording)\\.c$|viz/shell/(out|own|page|handout)/")

# The typefaces go with the program.
function(web_fonts out)
    find_program(WEB_FONT_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED) # the one that Debian's fonttools are for
    set(paths "")
    set(made "")
    foreach(name Inter-Regular.otf Inter-SemiBold.otf Inter-Bold.otf JetBrainsMono-Regular.ttf JetBrainsMono-Bold.ttf DejaVuSans.ttf)
        find_file(WEB_FONT_${name} ${name} PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/jetbrains-mono /usr/share/fonts/truetype/dejavu
            NO_CMAKE_FIND_ROOT_PATH REQUIRED)
        list(APPEND paths ${WEB_FONT_${name}})
        list(APPEND made ${PROJECT_BINARY_DIR}/fonts/${name})
    endforeach()
    add_custom_command(OUTPUT ${made} COMMAND ${WEB_FONT_PYTHON} ${PROJECT_SOURCE_DIR}/web/fonts.py ${PROJECT_BINARY_DIR}/fonts ${paths}
        DEPENDS ${paths} ${PROJECT_SOURCE_DIR}/web/fonts.py COMMENT "Packing the typefaces" VERBATIM)
    set(${out} ${made} PARENT_SCOPE)
endfunction()

# The lessons as clang is to count their lines (web/first_line.py).
function(web_first_lines variable)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    set(copies "")
    foreach(source IN LISTS ${variable})
        file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR} ${source})
        set(copy ${PROJECT_BINARY_DIR}/first_line/${name})
        add_custom_command(OUTPUT ${copy} COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/web/first_line.py ${source} ${copy}
            DEPENDS ${source} ${PROJECT_SOURCE_DIR}/web/first_line.py VERBATIM)
        get_source_file_property(definitions ${source} COMPILE_DEFINITIONS)
        set_source_files_properties(${copy} PROPERTIES COMPILE_DEFINITIONS "${definitions}")
        list(APPEND copies ${copy})
    endforeach()
    set(${variable} ${copies} PARENT_SCOPE)
endfunction()

# The program as emscripten links it, and as the tests watch it.
function(web_program name)
    set(library ${PROJECT_SOURCE_DIR}/web/library.js)
    add_executable(${name} ${PROJECT_SOURCE_DIR}/viz/shell/browser/main.c ${ARGN})
    add_dependencies(${name} web_fonts)
    set_property(TARGET ${name} PROPERTY LINK_DEPENDS "${library};${fonts}")
    target_link_libraries(${name} PRIVATE loopscope_shell)
    target_link_options(${name} PRIVATE -O2 -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=32MB -sTOTAL_STACK=1MB -sENVIRONMENT=web -sEXPORTED_RUNTIME_METHODS=[FS,ccall]
        -sINCOMING_MODULE_JS_API=[arguments,canvas,locateFile,print,printErr,preRun,onAbort,wasmBinary,getPreloadedPackage]
        "SHELL:--js-library ${library}" "SHELL:--preload-file ${PROJECT_BINARY_DIR}/fonts@/fonts")
endfunction()

function(web_page)
    file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/fonts)
    web_fonts(fonts)
    add_custom_target(web_fonts DEPENDS ${fonts})
    web_program(loopscope)
    web_program(watched ${PROJECT_SOURCE_DIR}/tests/web/watched.c ${PROJECT_SOURCE_DIR}/tests/support/observe.c)
    set_target_properties(watched PROPERTIES OUTPUT_NAME loopscope RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/watched)
    target_link_options(watched PRIVATE --profiling-funcs) # a fault is told by names
    target_include_directories(watched PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    # The page's own files, ready to be put on any host.
    file(GLOB page_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*.* ${PROJECT_SOURCE_DIR}/web/editor/*.* ${PROJECT_SOURCE_DIR}/tracer/loopscope_trace/*.py
        ${PROJECT_SOURCE_DIR}/tracer/loopscope_trace/*/*.py ${PROJECT_SOURCE_DIR}/tracer/loopscope_trace/*/*/*.py)
    set(modules ${PROJECT_SOURCE_DIR}/build/web-deps/editor/node_modules) # .ci/web_editor
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/site/index.html
        COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/web/assemble.py ${PROJECT_BINARY_DIR} ${modules}
        DEPENDS loopscope ${page_files} COMMENT "Putting the page together" VERBATIM)
    add_custom_target(web DEPENDS ${PROJECT_BINARY_DIR}/site/index.html)
    add_custom_command(OUTPUT ${PROJECT_BINARY_DIR}/watched/site/index.html
        COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/web/assemble.py ${PROJECT_BINARY_DIR}/watched ${modules}
        DEPENDS watched ${page_files} COMMENT "Putting the watched page together" VERBATIM)
    add_custom_target(web_watched DEPENDS ${PROJECT_BINARY_DIR}/watched/site/index.html)
endfunction()
