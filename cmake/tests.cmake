# tests.cmake: the tests lie in folders that are named like the rooms they try, and are labelled with those names.
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka>=1.1)

# Tests run in the project's folder, and what the program keeps goes into the build's; 77 says that a test could not run here.
set(sanitized $<$<BOOL:${LOOPSCOPE_SANITIZE}>:LOOPSCOPE_SANITIZED=1>)

# The interpreter itself: a command python3 that only chooses one, as version managers have it, would cost more than many a test.
if(Python3_Interpreter_FOUND)
    execute_process(COMMAND ${Python3_EXECUTABLE} -c "import sys; print(sys.executable)" OUTPUT_VARIABLE interpreter OUTPUT_STRIP_TRAILING_WHITESPACE)
    cmake_path(GET interpreter PARENT_PATH interpreter_folder)
    set(python_first ENVIRONMENT_MODIFICATION "PATH=path_list_prepend:${interpreter_folder}")
endif()

function(loopscope_test name)
    add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77 ${python_first}
        ENVIRONMENT "XDG_DATA_HOME=${PROJECT_BINARY_DIR}/tests/home/data;XDG_CONFIG_HOME=${PROJECT_BINARY_DIR}/tests/home/config;SDL_VIDEODRIVER=dummy;SDL_AUDIODRIVER=dummy;LC_ALL=C.UTF-8;LOOPSCOPE=${PROJECT_BINARY_DIR}/loopscope;LOOPSCOPE_BUILD=${PROJECT_BINARY_DIR};ASAN_OPTIONS=detect_leaks=1;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/leaks.txt:print_suppressions=0;${sanitized}")
endfunction()

# For programs that include tests/support/failing_memory.h.
set(FAILING_MEMORY -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)
# The same of tests/support/failing_calls.h.
set(FAILING_CALLS recv recvmsg send recvfrom sendto read write socket bind listen accept4 connect shutdown getsockopt setsockopt socketpair pipe close fcntl getsockname access poll
    epoll_create1 epoll_ctl epoll_wait poll_set_epoll)
list(TRANSFORM FAILING_CALLS PREPEND -Wl,--wrap=)

# What tests may look into: every room.
add_library(loopscope_tested INTERFACE)
target_include_directories(loopscope_tested INTERFACE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(loopscope_tested INTERFACE loopscope_shell sees_run loopscope_run PkgConfig::LEAF_LIBRARIES PkgConfig::GLIB)

# What tests share, compiled once; a test takes of it what it needs.
file(GLOB support_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support/*.c)
set(TESTED_FOLDERS LOOPSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" LOOPSCOPE_BINARY_DIR="${PROJECT_BINARY_DIR}")
if(CMOCKA_FOUND)
    add_library(loopscope_support STATIC EXCLUDE_FROM_ALL ${support_sources})
    target_compile_definitions(loopscope_support PRIVATE ${TESTED_FOLDERS})
    target_link_libraries(loopscope_support PUBLIC loopscope_tested PkgConfig::CMOCKA)
endif()

# A file in the folder of a room, or in one of those below, is a test: tests/viz/model/spans.c is viz/model/spans, and its label viz/model.
foreach(folder engine viz house tracer cpython end_to_end)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/tests
        ${PROJECT_SOURCE_DIR}/tests/${folder}/*.c ${PROJECT_SOURCE_DIR}/tests/${folder}/*.py ${PROJECT_SOURCE_DIR}/tests/${folder}/*.sh)
    foreach(file IN LISTS found)
        cmake_path(GET file PARENT_PATH room)
        cmake_path(GET file STEM stem)
        cmake_path(GET file EXTENSION extension)
        set(name ${room}/${stem})
        if(LOOPSCOPE_SANITIZE AND name MATCHES "^tracer/" AND NOT name STREQUAL "tracer/tracer")
            continue() # they try the tracer: once is enough
        endif()
        if(LOOPSCOPE_SANITIZE AND name MATCHES "^(end_to_end/(window|mouse|film|handout)|cpython/(conformance|in_a_page|knobs|versions))$")
            continue() # of the same code: own_program opens the window as well, export makes pictures and pages, and tell_programs runs the programs
        endif()
        if(LOOPSCOPE_SANITIZE AND name MATCHES "^house/" AND extension STREQUAL ".py" AND NOT name STREQUAL "house/engine_examples")
            continue() # they read files
        endif()
        set(source ${PROJECT_SOURCE_DIR}/tests/${file})
        if(extension STREQUAL ".sh")
            loopscope_test(${name} sh ${source})
        elseif(extension STREQUAL ".py" AND Python3_Interpreter_FOUND)
            loopscope_test(${name} ${interpreter} ${source})
        elseif(extension STREQUAL ".c" AND CMOCKA_FOUND)
            string(MAKE_C_IDENTIFIER test_${name} target)
            add_executable(${target} ${source})
            target_compile_definitions(${target} PRIVATE ${TESTED_FOLDERS})
            target_link_libraries(${target} PRIVATE loopscope_support)
            set_target_properties(${target} PROPERTIES OUTPUT_NAME ${stem} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests/${room})
            file(STRINGS ${source} scarce REGEX "include \"support/failing_memory.h\"")
            if(scarce)
                target_link_options(${target} PRIVATE ${FAILING_MEMORY})
            endif()
            file(STRINGS ${source} refused REGEX "include \"support/failing_calls.h\"")
            if(refused)
                target_link_options(${target} PRIVATE ${FAILING_CALLS})
            endif()
            loopscope_test(${name} ${target})
        else()
            message(STATUS "test ${name} is left out: what it is written with is not installed")
            continue()
        endif()
        set_tests_properties(${name} PROPERTIES LABELS ${room})
        if(TARGET loopscope_extension AND name MATCHES "^tracer/(tracer|causes|standstills)$") # and as where the extension is not built
            loopscope_test(${name}-pure ${interpreter} ${source})
            set_property(TEST ${name}-pure APPEND PROPERTY ENVIRONMENT LOOPSCOPE_TRACE_PURE=1)
            set_tests_properties(${name}-pure PROPERTIES LABELS ${room})
        endif()
    endforeach()
endforeach()

# The longest begin first, so that none of them is left to run alone at the end.
foreach(name cpython/conformance tracer/fast tracer/suites viz/words/tell_programs tracer/causes-pure cpython/knobs end_to_end/window)
    if(TEST ${name})
        set_tests_properties(${name} PROPERTIES COST 1000)
    endif()
endforeach()

# Programs that are run by the engine and, as Python, by CPython: their events are compared (tests/cpython/conformance.py).
file(GLOB_RECURSE programs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/conformance/programs/*.c ${PROJECT_SOURCE_DIR}/versions/*.c)
# What each of them is linked with is compiled once.
add_library(record_program OBJECT ${PROJECT_SOURCE_DIR}/tests/conformance/record_program.c)
target_link_libraries(record_program PUBLIC loopscope_engine)
target_include_directories(record_program PRIVATE ${PROJECT_SOURCE_DIR}/tests)
foreach(source IN LISTS programs)
    cmake_path(GET source STEM name)
    if(source MATCHES "/versions/") # one of the examples, in which main is renamed already: as with lessons
        set(stand_in ${PROJECT_BINARY_DIR}/generated/example_program_${name}.c)
        file(CONFIGURE OUTPUT ${stand_in} CONTENT "#include \"${source}\"\n")
        set(source ${stand_in})
    endif()
    set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS main=program_main)
    add_executable(program_${name} ${source})
    set_target_properties(program_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(program_${name} PRIVATE record_program)
    target_include_directories(program_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_options(program_${name} PRIVATE ${FAILING_MEMORY})
endforeach()

# Reads a recording's sentences as a reader would walk through them (tests/viz/words/tell_programs.sh).
# And what can be asked in a lesson, for whoever writes its page.
foreach(tool check_sentences lesson_questions)
    add_executable(${tool} ${PROJECT_SOURCE_DIR}/tests/tools/${tool}.c)
    set_target_properties(${tool} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(${tool} PRIVATE loopscope_tested)
endforeach()

# Programs that are data, run on the engine: its events are compared with CPython's as well (tests/cpython/random_programs.py).
pkg_check_modules(CJSON IMPORTED_TARGET libcjson>=1.7)
if(CJSON_FOUND)
    file(GLOB run_program_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/conformance/run_program*.c)
    add_executable(run_program ${run_program_sources})
    set_target_properties(run_program PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_include_directories(run_program PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(run_program PRIVATE loopscope_engine sees_run PkgConfig::CJSON)
else()
    message(STATUS "cJSON is not installed: run_program is left out")
endif()

# Drops files on a window (tests/end_to_end/window.sh); SDL2's development files bring those of X11 along.
pkg_check_modules(X11_LIBRARY IMPORTED_TARGET x11)
if(X11_LIBRARY_FOUND)
    add_executable(drop_files ${PROJECT_SOURCE_DIR}/tests/tools/drop_files.c)
    set_target_properties(drop_files PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(drop_files PRIVATE loopscope_flags PkgConfig::X11_LIBRARY)
endif()

# Every screen as a picture, for looking at: cmake --build --preset release --target contact_sheet
if(TARGET loopscope AND TARGET program_left_over)
    add_executable(contact_sheet_program EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/pictures/contact_sheet.c)
    target_link_libraries(contact_sheet_program PRIVATE loopscope_tested)
    set_target_properties(contact_sheet_program PROPERTIES OUTPUT_NAME contact_sheet RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    set(contact_folder ${PROJECT_BINARY_DIR}/contact)
    add_custom_target(contact_sheet COMMAND ${CMAKE_COMMAND} -E make_directory ${contact_folder}
        COMMAND $<TARGET_FILE:program_left_over> --recording > ${contact_folder}/left_over.loopscope
        COMMAND ${CMAKE_COMMAND} -E env SDL_VIDEODRIVER=dummy $<TARGET_FILE:contact_sheet_program> ${contact_folder} ${contact_folder}/left_over.loopscope
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL)
endif()

# Everything the leaf can draw, on one picture: cmake --build --preset release --target picture_sheet, then build/release/tests/picture_sheet OUT.png
if(TARGET loopscope)
    add_executable(picture_sheet EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/pictures/picture_sheet.c)
    target_link_libraries(picture_sheet PRIVATE loopscope_tested)
    set_target_properties(picture_sheet PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endif()

# The pictures of the README and the manual, and the film, made anew: cmake --build --preset release --target pictures
if(TARGET loopscope AND CMOCKA_FOUND)
    add_executable(readme_pictures EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/pictures/readme_pictures.c ${PROJECT_SOURCE_DIR}/tests/support/readme_pictures.c)
    target_link_libraries(readme_pictures PRIVATE loopscope_tested)
    set_target_properties(readme_pictures PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    set(frames ${PROJECT_BINARY_DIR}/film)
    add_custom_target(pictures COMMAND ${CMAKE_COMMAND} -E rm -rf ${frames} COMMAND ${CMAKE_COMMAND} -E make_directory ${frames}
        COMMAND ${CMAKE_COMMAND} -E env SDL_VIDEODRIVER=dummy $<TARGET_FILE:readme_pictures> ${PROJECT_SOURCE_DIR}/docs/pictures ${frames}
        COMMAND convert -delay 90 -loop 0 ${frames}/gather-film-*.png -resize 800x500 +dither -colors 40 -layers Optimize ${PROJECT_SOURCE_DIR}/docs/pictures/gather.gif
        COMMAND ${CMAKE_COMMAND} -E env LOOPSCOPE_REWRITE_GOLDENS=1 $<TARGET_FILE:test_house_pictures>
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL VERBATIM)
    add_dependencies(pictures test_house_pictures)
endif()
