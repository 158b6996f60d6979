# bench.cmake: measurements, asked for by name: cmake --build --preset release --target bench
add_custom_target(bench)
foreach(kind window timeline trace)
    set(name bench_${kind})
    add_executable(${name}_program EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/${kind}.c ${PROJECT_SOURCE_DIR}/tests/support/runs.c)
    target_link_libraries(${name}_program PRIVATE loopscope_tested)
    set_target_properties(${name}_program PROPERTIES OUTPUT_NAME ${kind} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
    add_custom_target(run_${name} COMMAND ${CMAKE_COMMAND} -E env LOOPSCOPE=${PROJECT_BINARY_DIR}/loopscope $<TARGET_FILE:${name}_program>
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL)
    if(TARGET loopscope)
        add_dependencies(run_${name} loopscope)
    endif()
    add_dependencies(bench run_${name})
endforeach()

# The engine beside its peers. The peers' own programs are built by peers.py, so that what is not installed is left out and says so.
function(engine_bench name source)
    add_executable(bench_${name} EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/${source})
    target_link_libraries(bench_${name} PRIVATE ${ARGN})
    set_target_properties(bench_${name} PROPERTIES OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
endfunction()
if(Python3_Interpreter_FOUND)
    add_library(loopscope_engine_without_hook STATIC EXCLUDE_FROM_ALL ${ENGINE_SOURCES})
    target_compile_definitions(loopscope_engine_without_hook PRIVATE LOOPSCOPE_WITHOUT_HOOK)
    target_link_libraries(loopscope_engine_without_hook PUBLIC loopscope_flags sees_async $<LINK_ONLY:loopscope_trace> PRIVATE sees_run)
    one_unit(loopscope_engine_without_hook engine/core ${EVERY_STEP_TAKES})
    engine_bench(engine engine.c loopscope_engine)
    engine_bench(engine_resume engine_resume.c loopscope_engine sees_run)
    engine_bench(engine_without_hook engine.c loopscope_engine_without_hook)
    # These look inside the engine: a short run tells when they no longer fit it.
    set_target_properties(bench_engine bench_engine_resume PROPERTIES EXCLUDE_FROM_ALL OFF)
    loopscope_test(bench/engine_resume bench_engine_resume resume 100)
    loopscope_test(bench/engine bench_engine sleep_zero 10 10)
    set_tests_properties(bench/engine_resume bench/engine PROPERTIES LABELS bench)
    add_custom_target(bench_programs DEPENDS bench_engine bench_engine_resume bench_engine_without_hook)
    add_custom_target(bench_peers COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/bench/peers.py --build ${PROJECT_BINARY_DIR}
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL)
    add_dependencies(bench_peers bench_programs)
    # Servers that echo, ours and others: cmake --build --preset release --target bench_echo
    add_custom_target(bench_echo COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/bench/echo.py --build ${PROJECT_BINARY_DIR}
        COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/bench/echo.py --build ${PROJECT_BINARY_DIR} --tls
        WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} USES_TERMINAL)
    add_dependencies(bench_echo loopscope_bundle)
    add_dependencies(bench bench_peers)
endif()
