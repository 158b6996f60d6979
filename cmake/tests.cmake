# tests.cmake: every tests/NN_name.{c,py,sh} becomes a test, numbered bottom-up: the first that fails is nearest to the cause.
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka>=1.1)
find_package(Python3 COMPONENTS Interpreter)

# Tests run in the project's folder, and what the program keeps goes into the build's; 77 says that a test could not run here.
function(loopscope_test name)
    add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77
        ENVIRONMENT "XDG_DATA_HOME=${PROJECT_BINARY_DIR}/tests/home/data;XDG_CONFIG_HOME=${PROJECT_BINARY_DIR}/tests/home/config;SDL_VIDEODRIVER=dummy;SDL_AUDIODRIVER=dummy;LOOPSCOPE=${PROJECT_BINARY_DIR}/loopscope;LOOPSCOPE_BUILD=${PROJECT_BINARY_DIR};PYTHONDONTWRITEBYTECODE=1;ASAN_OPTIONS=detect_leaks=1;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/leaks.txt:print_suppressions=0")
endfunction()

# For programs that include tests/failing_memory.h.
set(FAILING_MEMORY -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc)

file(GLOB test_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/[0-9][0-9]_*.c)
file(GLOB test_helpers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/support*.c)
foreach(source IN LISTS test_sources)
    cmake_path(GET source STEM name)
    if(CMOCKA_FOUND)
        add_executable(test_${name} ${source} ${test_helpers})
        target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
        target_compile_definitions(test_${name} PRIVATE LOOPSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" LOOPSCOPE_BINARY_DIR="${PROJECT_BINARY_DIR}")
        target_link_libraries(test_${name} PRIVATE loopscope_commands PkgConfig::CMOCKA)
        set_target_properties(test_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
        if(name STREQUAL 26_scarce_memory OR name STREQUAL 52_knobs OR name STREQUAL 54_predict)
            target_link_options(test_${name} PRIVATE ${FAILING_MEMORY})
        endif()
        loopscope_test(${name} test_${name})
    else()
        message(STATUS "cmocka is not installed: test ${name} is left out")
    endif()
endforeach()

file(GLOB scripts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/[0-9][0-9]_*.py ${PROJECT_SOURCE_DIR}/tests/[0-9][0-9]_*.sh)
foreach(script IN LISTS scripts)
    cmake_path(GET script STEM name)
    cmake_path(GET script EXTENSION extension)
    if(extension STREQUAL ".sh")
        loopscope_test(${name} sh ${script})
    elseif(Python3_Interpreter_FOUND)
        loopscope_test(${name} ${Python3_EXECUTABLE} ${script})
    endif()
endforeach()

# Programs that are run by the engine and, as Python, by CPython: their events are compared (tests/15_conformance.py).
file(GLOB programs CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/conformance/programs/*.c)
foreach(source IN LISTS programs)
    cmake_path(GET source STEM name)
    set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS main=program_main)
    add_executable(program_${name} ${PROJECT_SOURCE_DIR}/tests/conformance/record_program.c ${source})
    set_target_properties(program_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(program_${name} PRIVATE loopscope_engine)
    target_link_options(program_${name} PRIVATE ${FAILING_MEMORY})
endforeach()

# Reads a recording's sentences as a reader would walk through them (tests/25_tell_programs.sh).
add_executable(check_sentences ${PROJECT_SOURCE_DIR}/tests/check_sentences.c)
set_target_properties(check_sentences PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
target_link_libraries(check_sentences PRIVATE loopscope_commands)

# Programs that are data, run on the engine: its events are compared with CPython's as well (tests/16_random_programs.py).
pkg_check_modules(CJSON IMPORTED_TARGET libcjson>=1.7)
if(CJSON_FOUND)
    file(GLOB run_program_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/conformance/run_program*.c)
    add_executable(run_program ${run_program_sources})
    set_target_properties(run_program PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(run_program PRIVATE loopscope_engine PkgConfig::CJSON)
else()
    message(STATUS "cJSON is not installed: run_program is left out")
endif()

# Drops files on a window (tests/80_window.sh); SDL2's development files bring those of X11 along.
pkg_check_modules(X11_LIBRARY IMPORTED_TARGET x11)
if(X11_LIBRARY_FOUND)
    add_executable(drop_files ${PROJECT_SOURCE_DIR}/tests/drop_files.c)
    set_target_properties(drop_files PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_link_libraries(drop_files PRIVATE loopscope_flags PkgConfig::X11_LIBRARY)
endif()

# Every screen as a picture, for looking at: cmake --build --preset release --target contact_sheet
if(TARGET loopscope AND TARGET program_left_over)
    add_executable(contact_sheet_program EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/contact_sheet.c)
    target_link_libraries(contact_sheet_program PRIVATE loopscope_commands)
    set_target_properties(contact_sheet_program PROPERTIES OUTPUT_NAME contact_sheet RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    set(contact_folder ${PROJECT_BINARY_DIR}/contact)
    add_custom_target(contact_sheet COMMAND ${CMAKE_COMMAND} -E make_directory ${contact_folder}
        COMMAND $<TARGET_FILE:program_left_over> --recording > ${contact_folder}/left_over.loopscope
        COMMAND ${CMAKE_COMMAND} -E env SDL_VIDEODRIVER=dummy $<TARGET_FILE:contact_sheet_program> ${contact_folder} ${contact_folder}/left_over.loopscope
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL)
endif()
