/* damage.c: a digest for every tile of the picture of what is drawn into it; where it is the same as before, so are the pixels. */
#include "damage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TILE = 32, MOST_SIDE = 20000 };

/* A stretch of changed tiles in one row, or several such rows. */
typedef struct Run {
    int left, top, right, bottom; /* tiles */
} Run;

void damage_free(Damage *damage)
{
    free(damage->tiles);
    *damage = (Damage){.tiles = NULL};
}

void damage_forget(Damage *damage) { damage->seen = false; }

static uint64_t mix(uint64_t digest, uint64_t value)
{
    digest = (digest ^ value) * 0x9e3779b97f4a7c15U;
    return digest ^ digest >> 29;
}

static uint64_t bits(float a, float b)
{
    uint32_t low = 0, high = 0;
    memcpy(&low, &a, sizeof low);
    memcpy(&high, &b, sizeof high);
    return (uint64_t)high << 32 | low;
}

static uint64_t mix_rect(uint64_t digest, Rect rect) { return mix(mix(digest, bits(rect.x, rect.y)), bits(rect.w, rect.h)); }

static uint64_t mix_text(uint64_t digest, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length; at += sizeof(uint64_t)) {
        uint64_t piece = 0;
        memcpy(&piece, text + at, length - at < sizeof piece ? length - at : sizeof piece);
        digest = mix(digest, piece);
    }
    return mix(digest, length);
}

static uint64_t digest_of(const DrawList *list, const DrawCommand *command, uint64_t clip)
{
    uint64_t digest = mix_rect(clip, command->rect);
    digest = mix(digest, bits(command->radius, 0) ^ (uint64_t)command->kind << 40 ^ (uint64_t)command->token << 48 ^
                             (uint64_t)command->alpha << 56);
    digest = mix(digest, (uint64_t)command->font << 8 ^ (uint64_t)command->icon);
    return command->kind == DRAW_TEXT ? mix_text(digest, list->text + command->text) : digest;
}

static int tile_at(float logical, float scale, float margin, int most)
{
    float tile = floorf((logical * scale + margin) / TILE);
    return tile > 0 ? tile < (float)most ? (int)tile : most : 0; /* not a number: 0 */
}

/* The tiles that may hold a pixel of the rectangle: curves go either way, glyphs and lines stand out a little. */
static Run tiles_of(const Damage *damage, Rect rect, float margin)
{
    if (!isfinite(rect.x + rect.y + rect.w + rect.h)) {
        return (Run){0, 0, damage->columns, damage->rows};
    }
    Run run = {tile_at(fminf(rect.x, rect.x + rect.w), damage->scale, -margin, damage->columns),
               tile_at(fminf(rect.y, rect.y + rect.h), damage->scale, -margin, damage->rows),
               tile_at(fmaxf(rect.x, rect.x + rect.w), damage->scale, margin, damage->columns - 1) + 1,
               tile_at(fmaxf(rect.y, rect.y + rect.h), damage->scale, margin, damage->rows - 1) + 1};
    return run;
}

static Run common(Run a, Run b)
{
    return (Run){a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top, a.right < b.right ? a.right : b.right,
                 a.bottom < b.bottom ? a.bottom : b.bottom};
}

/* Everything that a frame draws is added to the digests of the tiles it may touch. */
static void digest_frame(const Damage *damage, const DrawList *list, uint64_t *tiles)
{
    uint64_t clips[DRAWLIST_CLIPS + 1] = {1}; /* of all that are open */
    Run seen[DRAWLIST_CLIPS + 1] = {{0, 0, damage->columns, damage->rows}};
    int open = 0; /* may exceed what is kept in a list that is incomplete; the painter counts in the same way */
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        int depth = open < DRAWLIST_CLIPS ? open : DRAWLIST_CLIPS;
        if (command->kind == DRAW_UNCLIP) {
            open -= open > 0;
            continue;
        }
        float margin = command->kind == DRAW_TEXT ? 8 : command->kind == DRAW_CURVE ? 4 + 2 * damage->scale : 2;
        Run run = common(tiles_of(damage, command->rect, margin), seen[depth]);
        if (command->kind == DRAW_CLIP) {
            if (open++ < DRAWLIST_CLIPS) {
                clips[depth + 1] = mix_rect(clips[depth], command->rect);
                seen[depth + 1] = run;
            }
            continue;
        }
        uint64_t digest = digest_of(list, command, clips[depth]);
        for (int row = run.top; row < run.bottom; row++) {
            uint64_t *tile = tiles + (size_t)row * (size_t)damage->columns;
            for (int column = run.left; column < run.right; column++) {
                tile[column] = mix(tile[column], digest);
            }
        }
    }
}

/* Room for two frames of that size; the present one's digests are empty. False: out of memory. */
static bool prepare(Damage *damage, int width, int height)
{
    int columns = (width + TILE - 1) / TILE, rows = (height + TILE - 1) / TILE;
    size_t count = (size_t)columns * (size_t)rows;
    if (columns != damage->columns || rows != damage->rows) {
        uint64_t *tiles = malloc(2 * count * sizeof *tiles);
        if (tiles == NULL) {
            damage_free(damage);
            return false;
        }
        free(damage->tiles);
        damage->tiles = tiles;
        damage->columns = columns;
        damage->rows = rows;
        damage->seen = false;
    }
    memset(damage->tiles + count, 0, count * sizeof *damage->tiles);
    return true;
}

static int area(Run run) { return (run.right - run.left) * (run.bottom - run.top); }

static Run hull(Run a, Run b)
{
    return (Run){a.left < b.left ? a.left : b.left, a.top < b.top ? a.top : b.top, a.right > b.right ? a.right : b.right,
                 a.bottom > b.bottom ? a.bottom : b.bottom};
}

static bool overlap(Run a, Run b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

/* Adds a run to those that there are: to the one that grows least by it, unless it stands better alone. */
static size_t add_run(Run *runs, size_t count, Run run)
{
    const int cheap = 6; /* tiles drawn in vain cost less than to walk the list once more */
    size_t best = count;
    int least = 0;
    for (size_t i = 0; i < count; i++) {
        int grown = area(hull(runs[i], run)) - area(runs[i]) - area(run);
        if (best == count || grown < least) {
            best = i;
            least = grown;
        }
    }
    if (best < count && (least <= cheap || count == DAMAGE_BOXES)) {
        runs[best] = hull(runs[best], run);
        return count;
    }
    runs[count] = run;
    return count + 1;
}

/* Two that overlap would draw what is blended twice. */
static size_t join_overlapping(Run *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i + 1; k < count; k++) {
            if (overlap(runs[i], runs[k])) {
                runs[i] = hull(runs[i], runs[k]);
                runs[k] = runs[--count];
                k = i; /* it may overlap more now, also those before it */
                i = 0;
            }
        }
    }
    return count;
}

static size_t changed_runs(const Damage *damage, const uint64_t *before, const uint64_t *now, Run *runs)
{
    size_t count = 0;
    for (int row = 0; row < damage->rows; row++) {
        for (int column = 0; column < damage->columns; column++) {
            size_t at = (size_t)row * (size_t)damage->columns + (size_t)column;
            if (before[at] != now[at]) {
                int first = column;
                while (column < damage->columns && before[at + (size_t)(column - first)] != now[at + (size_t)(column - first)]) {
                    column++;
                }
                count = add_run(runs, count, (Run){first, row, column, row + 1});
            }
        }
    }
    return join_overlapping(runs, count);
}

size_t damage_find(Damage *damage, const DrawList *list, Theme theme, float scale, int width, int height, DamageBox boxes[DAMAGE_BOXES])
{
    boxes[0] = (DamageBox){0, 0, width, height};
    if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE || !prepare(damage, width, height)) {
        damage_forget(damage);
        return 1;
    }
    bool whole = !damage->seen || damage->width != width || damage->height != height || damage->theme != theme || damage->scale < scale ||
                 damage->scale > scale;
    damage->width = width;
    damage->height = height;
    damage->theme = theme;
    damage->scale = scale;
    damage->seen = true;
    size_t tiles = (size_t)damage->columns * (size_t)damage->rows;
    uint64_t *before = damage->tiles, *now = before + tiles;
    digest_frame(damage, list, now);
    Run runs[DAMAGE_BOXES];
    size_t count = whole ? 1 : changed_runs(damage, before, now, runs);
    for (size_t i = 0; i < count && !whole; i++) {
        int right = runs[i].right * TILE, bottom = runs[i].bottom * TILE;
        boxes[i] = (DamageBox){runs[i].left * TILE, runs[i].top * TILE, right < width ? right : width, bottom < height ? bottom : height};
    }
    memcpy(before, now, tiles * sizeof *before);
    return count;
}
