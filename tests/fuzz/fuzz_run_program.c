/* fuzz_run_program.c: any bytes, as a program: it is run to its end, or refused with a sentence. */
#include "conformance/run_program.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static FILE *nowhere;
    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
    }
    char problem[512] = "", *text = malloc(length + 1);
    if (text == NULL || nowhere == NULL) {
        free(text);
        return 0;
    }
    memcpy(text, bytes, length);
    text[length] = '\0';
    int status = run_program_text(text, length, nowhere, problem, sizeof problem);
    if (status < 0 || status > 3 || (status == 2 && problem[0] == '\0')) {
        abort();
    }
    free(text);
    return 0;
}
