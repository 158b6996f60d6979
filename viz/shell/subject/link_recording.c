/* link_recording.c: a recording as the letters of a link. */
#include "link.h"

#include "language/said.h"
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Base64 with the two letters that an address may have, and nothing at its end. */
static char *letters_of(const unsigned char *bytes, size_t length)
{
    char *text = g_base64_encode(bytes, length), *copy = NULL;
    text[strcspn(text, "=")] = '\0';
    g_strdelimit(text, "+", '-');
    g_strdelimit(text, "/", '_');
    copy = strdup(text);
    g_free(text);
    return copy;
}

char *link_recording(const Trace *trace, char *error, size_t size)
{
    size_t length = 0;
    char *bytes = link_bytes(trace, &length), *letters = NULL;
    uLongf packed_length = bytes != NULL ? compressBound((uLong)length) : 0;
    unsigned char *packed = bytes != NULL ? malloc(packed_length) : NULL;
    bool good = packed != NULL && compress2(packed, &packed_length, (const Bytef *)bytes, (uLong)length, Z_BEST_COMPRESSION) == Z_OK;
    if (good && packed_length <= LINK_RECORDING) {
        letters = letters_of(packed, packed_length);
    }
    if (letters == NULL) {
        snprintf(error, size,
                 SAID("This recording is too large for a link (%d kB, compressed, are the most): write it to a file instead, by Ctrl+E."),
                 LINK_RECORDING / 1000);
    }
    free(packed);
    free(bytes);
    return letters;
}
