# web_compiler.cmake: what is compiled for browsers is compiled by clang itself, with the flags that emcc gives it: to start emcc, which is written in Python, takes longer than to compile most files.
execute_process(COMMAND ${CMAKE_C_COMPILER} --cflags OUTPUT_VARIABLE EMCC_FLAGS OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND em-config LLVM_ROOT OUTPUT_VARIABLE EMCC_LLVM OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(CMAKE_C_COMPILE_OBJECT "${EMCC_LLVM}/clang ${EMCC_FLAGS} <DEFINES> <INCLUDES> <FLAGS> -o <OBJECT> -c <SOURCE>")
