/* store.c: what is kept between visits: each file a value of the browser's localStorage, a list of groups of keys as JSON. */
#include "shell/store.h"

#include "language/said.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Store {
    int number; /* of the list on the page's side */
    char *text; /* handed out last */
    char name[32];
};

typedef enum PageFault { PAGE_GOOD, PAGE_DAMAGED, PAGE_FORBIDDEN } PageFault;

/* In web/library.js. */
int page_store_open(const char *name);
int page_store_fault(int number);
void page_store_close(int number);
char *page_store_text(int number, const char *group, const char *key); /* for free(); NULL: there is none */
void page_store_set(int number, const char *group, const char *key, const char *text);
void page_store_remove(int number, const char *group, const char *key);
char *page_store_name(int number, const char *group, int index); /* for free(); group NULL: the groups themselves */
int page_store_save(int number);

Store *store_open(StorePlace place, const char *name, char notice[STORE_NOTICE])
{
    (void)place; /* a browser has one */
    Store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        abort(); /* as GLib does elsewhere */
    }
    snprintf(store->name, sizeof store->name, "%s", name);
    store->number = page_store_open(name);
    notice[0] = '\0';
    if (page_store_fault(store->number) == PAGE_DAMAGED) {
        snprintf(notice, STORE_NOTICE, SAID("What this browser kept as %s was damaged: it was set aside as %s.damaged."), name, name);
    }
    return store;
}

void store_close(Store *store)
{
    if (store != NULL) {
        page_store_close(store->number);
        free(store->text);
        free(store);
    }
}

static const char *hand_out(Store *store, char *text)
{
    free(store->text);
    store->text = text;
    return text;
}

const char *store_text(Store *store, const char *group, const char *key)
{
    return hand_out(store, page_store_text(store->number, group, key));
}

bool store_number(Store *store, const char *group, const char *key, long *number)
{
    const char *text = store_text(store, group, key);
    if (text == NULL || *text == '\0') {
        return false;
    }
    char *end = NULL;
    errno = 0;
    long read = strtol(text, &end, 10);
    if (*end != '\0' || errno != 0) {
        return false;
    }
    *number = read;
    return true;
}

bool store_set_text(Store *store, const char *group, const char *key, const char *text)
{
    page_store_set(store->number, group, key, text);
    return true;
}

void store_set_number(Store *store, const char *group, const char *key, long number)
{
    char text[32];
    snprintf(text, sizeof text, "%ld", number);
    page_store_set(store->number, group, key, text);
}

void store_remove(Store *store, const char *group, const char *key) { page_store_remove(store->number, group, key); }

const char *store_group(Store *store, size_t index) { return hand_out(store, page_store_name(store->number, NULL, (int)index)); }

const char *store_key(Store *store, const char *group, size_t index)
{
    return hand_out(store, page_store_name(store->number, group, (int)index));
}

bool store_save(Store *store, char notice[STORE_NOTICE])
{
    notice[0] = '\0';
    if (page_store_fault(store->number) == PAGE_FORBIDDEN || !page_store_save(store->number)) {
        snprintf(notice, STORE_NOTICE, SAID("The %s cannot be kept: this browser does not let the page keep anything."), store->name);
        return false;
    }
    return true;
}
