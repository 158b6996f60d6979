/* png_file.h: writes pixels as a PNG. */
#ifndef LOOPSCOPE_PNG_FILE_H
#define LOOPSCOPE_PNG_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Rows of 0xXXRRGGBB pixels, `stride` bytes apart. False: writing failed or memory ran out. The same pixels give the same bytes. */
bool png_file_write(FILE *out, const void *pixels, int width, int height, size_t stride);

#endif
