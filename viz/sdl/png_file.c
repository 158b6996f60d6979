/* png_file.c: pixels through libpng, row by row. */
#include "png_file.h"

#include <png.h>

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* Back to write_rows(), without a word: its caller has the sentence. */
static void give_up(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

/* False: no memory, or the file cannot be written. Everything that must survive the jump is in the caller's hands. */
static bool write_rows(FILE *file, png_structp png, png_infop info, uint8_t *row, const uint8_t *pixels, int width, int height,
                       size_t stride)
{
    if (setjmp(png_jmpbuf(png)) != 0) {
        return false;
    }
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const uint8_t *source = pixels + (size_t)y * stride;
        for (int x = 0; x < width; x++) {
            uint32_t pixel;
            memcpy(&pixel, source + (size_t)x * 4, sizeof pixel);
            row[3 * x] = (uint8_t)(pixel >> 16);
            row[3 * x + 1] = (uint8_t)(pixel >> 8);
            row[3 * x + 2] = (uint8_t)pixel;
        }
        png_write_row(png, row);
    }
    png_write_end(png, info);
    return true;
}

bool png_file_write(FILE *out, const void *pixels, int width, int height, size_t stride)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, give_up, ignore_warning);
    png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
    uint8_t *row = malloc((size_t)width * 3);
    bool done = info != NULL && row != NULL && write_rows(out, png, info, row, pixels, width, height, stride);
    free(row);
    png_destroy_write_struct(&png, &info);
    return done && fflush(out) == 0;
}
