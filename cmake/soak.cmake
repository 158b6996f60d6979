# soak.cmake: hours of virtual time and a million connections, asked for by name: cmake --build --preset release --target soak
add_executable(soak_connections EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/soak/connections.c)
set_target_properties(soak_connections PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
target_include_directories(soak_connections PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(soak_connections PRIVATE loopscope_engine)

if(CJSON_FOUND)
    set(soak_sources ${run_program_sources})
    list(FILTER soak_sources EXCLUDE REGEX "run_program\\.c$")
    add_executable(soak_program EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/soak/soak.c ${soak_sources})
    set_target_properties(soak_program PROPERTIES OUTPUT_NAME soak RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_include_directories(soak_program PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(soak_program PRIVATE loopscope_engine sees_run PkgConfig::CJSON)
    add_custom_target(soak
        COMMAND $<TARGET_FILE:soak_program> rounds 1000000
        COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/conformance/generate.py 1 0 1000 > ${PROJECT_BINARY_DIR}/tests/soak.jsonl
        COMMAND $<TARGET_FILE:soak_program> programs ${PROJECT_BINARY_DIR}/tests/soak.jsonl 1000
        COMMAND $<TARGET_FILE:soak_connections> sequence 400000
        COMMAND $<TARGET_FILE:soak_connections> batches 400000 100
        COMMAND $<TARGET_FILE:soak_connections> pairs 200000
        USES_TERMINAL)
endif()
