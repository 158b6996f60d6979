/* drop_files.c: drops files on a window, as a file manager does: drop_files WINDOW FILE... with whole paths. Fails when the window does not take them. */
#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { XDND_VERSION = 5, PATIENCE = 20 /* s, for a window that never answers */ };

typedef struct Drop {
    Display *display;
    Window from, onto;
    Atom selection, uris, copy;
    char *list; /* the files as text/uri-list */
} Drop;

static Atom atom(const Drop *drop, const char *name) { return XInternAtom(drop->display, name, False); }

/* A letter between the two windows: its first word is always who sends it. */
static void tell(const Drop *drop, const char *what, long a, long b, long c, long d)
{
    XEvent event = {.xclient = {.type = ClientMessage, .display = drop->display, .window = drop->onto, .format = 32}};
    event.xclient.message_type = atom(drop, what);
    event.xclient.data.l[0] = (long)drop->from;
    event.xclient.data.l[1] = a;
    event.xclient.data.l[2] = b;
    event.xclient.data.l[3] = c;
    event.xclient.data.l[4] = d;
    XSendEvent(drop->display, drop->onto, False, NoEventMask, &event);
    XFlush(drop->display);
}

/* The window asks for the files: they are put where it wants them. */
static void give(const Drop *drop, const XSelectionRequestEvent *request)
{
    XEvent answer = {.xselection = {.type = SelectionNotify,
                                    .requestor = request->requestor,
                                    .selection = request->selection,
                                    .target = request->target,
                                    .property = None,
                                    .time = request->time}};
    if (request->target == drop->uris) {
        XChangeProperty(drop->display, request->requestor, request->property, drop->uris, 8, PropModeReplace,
                        (const unsigned char *)drop->list, (int)strlen(drop->list));
        answer.xselection.property = request->property;
    }
    XSendEvent(drop->display, request->requestor, False, NoEventMask, &answer);
    XFlush(drop->display);
}

/* The next letter of that name. */
static XClientMessageEvent wait_for(const Drop *drop, const char *what)
{
    for (;;) {
        XEvent event;
        XNextEvent(drop->display, &event);
        if (event.type == SelectionRequest) {
            give(drop, &event.xselectionrequest);
        } else if (event.type == ClientMessage && event.xclient.message_type == atom(drop, what)) {
            return event.xclient;
        }
    }
}

static char *uri_list(char **paths, int count)
{
    char *list = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&list, &length);
    for (int i = 0; out != NULL && i < count; i++) {
        fputs("file://", out);
        for (const char *c = paths[i]; *c; c++) {
            bool plain = (*c >= '0' && *c <= '9') || ((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z') || strchr("/._-", *c) != NULL;
            fprintf(out, plain ? "%c" : "%%%02X", plain ? *c : (unsigned char)*c);
        }
        fputs("\r\n", out);
    }
    return out != NULL && fclose(out) == 0 ? list : NULL;
}

int main(int count, char **arguments)
{
    Drop drop = {.display = count > 2 ? XOpenDisplay(NULL) : NULL};
    drop.list = drop.display != NULL ? uri_list(arguments + 2, count - 2) : NULL;
    if (drop.list == NULL) {
        fprintf(stderr, "drop_files WINDOW FILE...\n");
        return 2;
    }
    alarm(PATIENCE);
    Window root = DefaultRootWindow(drop.display), child;
    int x = 0, y = 0;
    drop.onto = (Window)strtoul(arguments[1], NULL, 0);
    drop.from = XCreateSimpleWindow(drop.display, root, 0, 0, 1, 1, 0, 0, 0);
    drop.selection = atom(&drop, "XdndSelection");
    drop.uris = atom(&drop, "text/uri-list");
    drop.copy = atom(&drop, "XdndActionCopy");
    XSetSelectionOwner(drop.display, drop.selection, drop.from, CurrentTime);
    XTranslateCoordinates(drop.display, drop.onto, root, 100, 100, &x, &y, &child);
    tell(&drop, "XdndEnter", (long)XDND_VERSION << 24, (long)drop.uris, 0, 0);
    tell(&drop, "XdndPosition", 0, (long)x << 16 | y, CurrentTime, (long)drop.copy);
    bool taken = (wait_for(&drop, "XdndStatus").data.l[1] & 1) != 0;
    if (taken) {
        tell(&drop, "XdndDrop", 0, CurrentTime, 0, 0);
        wait_for(&drop, "XdndFinished");
    } else {
        tell(&drop, "XdndLeave", 0, 0, 0, 0);
    }
    free(drop.list);
    XCloseDisplay(drop.display);
    return taken ? 0 : 1;
}
