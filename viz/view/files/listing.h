/* listing.h: what is in a folder, as far as somebody who looks for a file wants to know: given to the sheet, which reads no folders. */
#ifndef LOOPSCOPE_LISTING_H
#define LOOPSCOPE_LISTING_H

#include "recent.h"

enum { LISTING_MOST = 4096 };

typedef struct ListingEntry {
    char *name; /* owned */
    bool folder;
} ListingEntry;

typedef struct Listing {
    char folder[RECENT_PATH]; /* as it was written, up to its last slash; "" where the program was started */
    char start[RECENT_PATH];  /* for "": the same folder with its whole name, to write into the sheet */
    char fault[200];          /* "" or a sentence: why there is nothing to list */
    ListingEntry *entry;      /* owned: by name */
    size_t count;
} Listing;

Listing *listing_new(const char *folder);                          /* an empty one; NULL: out of memory, or the name is too long */
bool listing_add(Listing *listing, const char *name, bool folder); /* false: out of memory, or there are LISTING_MOST already */
void listing_sort(Listing *listing);
void listing_free(Listing *listing);         /* NULL is allowed */
bool listing_is_recording(const char *name); /* by its ending */
bool listing_is_python(const char *name);    /* the same */

#endif
