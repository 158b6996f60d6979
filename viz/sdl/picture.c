/* picture.c: a surface, SDL's software renderer on it, and the painter that the window uses. */
#include "picture.h"

#include "png_file.h"
#include "draw.h"
#include "font.h"

#include <SDL.h>
#include <stdlib.h>

enum { LARGEST_SIDE = 16384 };

struct Picture {
    SDL_Surface *surface;
    SDL_Renderer *renderer;
    Fonts *fonts;
    Painter *painter;
    float scale;
};

const char *picture_open(Picture **out, int width, int height, float scale)
{
    *out = NULL;
    if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
        return "a picture is between 1 and 16384 pixels wide and high";
    }
    if (!(scale >= 0.5f && scale <= 4)) {
        return "a picture's scale is between 0.5 and 4";
    }
    Picture *picture = calloc(1, sizeof *picture);
    if (picture == NULL) {
        return "there is not enough memory for the picture";
    }
    picture->scale = scale;
    const char *error = fonts_open(&picture->fonts, scale);
    if (error == NULL) {
        picture->surface = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_RGB888);
        picture->renderer = picture->surface != NULL ? SDL_CreateSoftwareRenderer(picture->surface) : NULL;
        picture->painter = picture->renderer != NULL ? painter_new(picture->renderer, picture->fonts) : NULL;
        error = picture->painter != NULL ? NULL : "there is not enough memory for the picture";
    }
    if (error != NULL) {
        picture_close(picture);
        return error;
    }
    *out = picture;
    return NULL;
}

void picture_close(Picture *picture)
{
    if (picture == NULL) {
        return;
    }
    painter_free(picture->painter);
    if (picture->renderer != NULL) {
        SDL_DestroyRenderer(picture->renderer);
    }
    SDL_FreeSurface(picture->surface);
    fonts_close(picture->fonts);
    free(picture);
}

TextMetrics picture_metrics(Picture *picture) { return fonts_metrics(picture->fonts); }

void picture_draw(Picture *picture, const DrawList *list, Theme theme)
{
    painter_draw(picture->painter, list, theme, picture->scale);
    SDL_RenderFlush(picture->renderer);
}

const uint32_t *picture_pixels(const Picture *picture, size_t *stride)
{
    *stride = (size_t)picture->surface->pitch;
    return picture->surface->pixels;
}

bool picture_write_png(Picture *picture, FILE *out)
{
    const SDL_Surface *surface = picture->surface;
    return png_file_write(out, surface->pixels, surface->w, surface->h, (size_t)surface->pitch);
}
