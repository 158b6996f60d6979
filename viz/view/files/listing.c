/* listing.c: the names in a folder. */
#include "listing.h"

#include <stdlib.h>
#include <string.h>

Listing *listing_new(const char *folder)
{
    size_t length = strlen(folder);
    Listing *listing = length < sizeof listing->folder ? calloc(1, sizeof *listing) : NULL;
    if (listing) {
        memcpy(listing->folder, folder, length + 1);
    }
    return listing;
}

bool listing_add(Listing *listing, const char *name, bool folder)
{
    if (listing->count == LISTING_MOST) {
        return false;
    }
    if ((listing->count & (listing->count - 1)) == 0) { /* full at every power of two */
        ListingEntry *grown = realloc(listing->entry, (listing->count > 0 ? 2 * listing->count : 1) * sizeof *grown);
        if (!grown) {
            return false;
        }
        listing->entry = grown;
    }
    char *copy = strdup(name);
    if (copy) {
        listing->entry[listing->count++] = (ListingEntry){copy, folder};
    }
    return copy != NULL;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), wanted = strlen(ending);
    return length > wanted && strcmp(name + length - wanted, ending) == 0;
}

bool listing_is_recording(const char *name) { return ends_with(name, ".loopscope"); }

bool listing_is_python(const char *name) { return ends_with(name, ".py"); }

static int by_name(const void *one, const void *other)
{
    const ListingEntry *a = one, *b = other;
    return strcmp(a->name, b->name);
}

void listing_sort(Listing *listing)
{
    if (listing->count > 0) {
        qsort(listing->entry, listing->count, sizeof *listing->entry, by_name);
    }
}

void listing_free(Listing *listing)
{
    if (listing) {
        for (size_t i = 0; i < listing->count; i++) {
            free(listing->entry[i].name);
        }
        free(listing->entry);
        free(listing);
    }
}
