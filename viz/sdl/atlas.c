/* atlas.c: shapes are packed on shelves, each for shapes of about one height. */
#include "atlas.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 1024, PAGES = 6, SLOTS = 1 << 14, LARGEST = 512, HEIGHT_STEP = 4, SHELVES = LARGEST / HEIGHT_STEP + 1 };

typedef struct Slot {
    uint64_t key; /* 0: free */
    AtlasSpot spot;
} Slot;

/* The row of a page that takes the next shape of its height. */
typedef struct Shelf {
    int page, top; /* px */
    int used;      /* px from the left; 0: none is begun */
} Shelf;

struct Atlas {
    SDL_Renderer *renderer;
    SDL_Texture *pages[PAGES]; /* made when first needed, kept until freed */
    int page;                  /* the one that is being filled */
    int bottom;                /* px of it that shelves have taken */
    Shelf shelves[SHELVES];    /* by height, in steps: a full stop does not begin a row that a letter is too high for */
    size_t used;               /* slots */
    Slot *slots;               /* open addressing */
    uint32_t *pixels;          /* LARGEST * LARGEST, for handing shapes over */
};

Atlas *atlas_new(SDL_Renderer *renderer)
{
    Atlas *atlas = calloc(1, sizeof *atlas);
    if (atlas == NULL) {
        return NULL;
    }
    atlas->renderer = renderer;
    atlas->slots = calloc(SLOTS, sizeof *atlas->slots);
    atlas->pixels = malloc(sizeof *atlas->pixels * LARGEST * LARGEST);
    if (atlas->slots == NULL || atlas->pixels == NULL) {
        atlas_free(atlas);
        return NULL;
    }
    return atlas;
}

void atlas_free(Atlas *atlas)
{
    if (atlas == NULL) {
        return;
    }
    for (int i = 0; i < PAGES; i++) {
        if (atlas->pages[i] != NULL) {
            SDL_DestroyTexture(atlas->pages[i]);
        }
    }
    free(atlas->slots);
    free(atlas->pixels);
    free(atlas);
}

void atlas_clear(Atlas *atlas)
{
    SDL_RenderFlush(atlas->renderer); /* what is queued still shows the old shapes */
    for (size_t i = 0; i < SLOTS; i++) {
        atlas->slots[i].key = 0;
    }
    atlas->used = 0;
    atlas->page = atlas->bottom = 0;
    memset(atlas->shelves, 0, sizeof atlas->shelves);
}

/* The slot that holds the key, or the free one where it would go. */
static Slot *slot_of(const Atlas *atlas, uint64_t key)
{
    uint64_t mixed = key * 0x9e3779b97f4a7c15U;
    size_t at = (size_t)(mixed >> 40) & (SLOTS - 1);
    while (atlas->slots[at].key != 0 && atlas->slots[at].key != key) {
        at = (at + 1) & (SLOTS - 1);
    }
    return &atlas->slots[at];
}

bool atlas_find(const Atlas *atlas, uint64_t key, AtlasSpot *spot)
{
    const Slot *slot = slot_of(atlas, key);
    *spot = slot->spot;
    return slot->key == key;
}

/* Room for a shape with one empty pixel to its right and below; false when there is none left. */
static bool place(Atlas *atlas, int width, int height, int *page, SDL_Rect *rect)
{
    int step = height / HEIGHT_STEP + 1; /* higher than the shape by one pixel at least */
    Shelf *shelf = &atlas->shelves[step - 1];
    if (shelf->used == 0 || shelf->used + width + 1 > PAGE_SIZE) {
        if (atlas->bottom + step * HEIGHT_STEP > PAGE_SIZE) {
            if (atlas->page + 1 == PAGES) {
                return false;
            }
            atlas->page++;
            atlas->bottom = 0;
        }
        *shelf = (Shelf){atlas->page, atlas->bottom, 0};
        atlas->bottom += step * HEIGHT_STEP;
    }
    *page = shelf->page;
    *rect = (SDL_Rect){shelf->used, shelf->top, width, height};
    shelf->used += width + 1;
    return true;
}

static SDL_Texture *page_of(Atlas *atlas, int number)
{
    SDL_Texture **page = &atlas->pages[number];
    if (*page == NULL) {
        *page = SDL_CreateTexture(atlas->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, PAGE_SIZE, PAGE_SIZE);
        if (*page != NULL) {
            SDL_SetTextureBlendMode(*page, SDL_BLENDMODE_BLEND);
            SDL_SetTextureScaleMode(*page, SDL_ScaleModeNearest);
        }
    }
    return *page;
}

bool atlas_add(Atlas *atlas, uint64_t key, const uint8_t *coverage, int width, int height, int left, int top, AtlasSpot *spot)
{
    assert(key != 0);
    if (width > LARGEST || height > LARGEST || width < 0 || height < 0) {
        return false;
    }
    SDL_Rect rect = {0, 0, width, height};
    int number = 0;
    bool empty = width == 0 || height == 0;
    if (atlas->used * 4 > SLOTS * 3 || (!empty && !place(atlas, width, height, &number, &rect))) {
        atlas_clear(atlas);
        if (!empty && !place(atlas, width, height, &number, &rect)) {
            return false;
        }
    }
    SDL_Texture *page = page_of(atlas, number);
    if (page == NULL) {
        return false;
    }
    for (int i = 0; i < width * height; i++) {
        atlas->pixels[i] = (uint32_t)coverage[i] << 24 | 0xffffffU;
    }
    if (!empty && SDL_UpdateTexture(page, &rect, atlas->pixels, width * (int)sizeof *atlas->pixels) != 0) {
        return false;
    }
    *spot = (AtlasSpot){page, rect, left, top};
    *slot_of(atlas, key) = (Slot){key, *spot};
    atlas->used++;
    return true;
}
