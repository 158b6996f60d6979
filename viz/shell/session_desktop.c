/* session_desktop.c: reads from the desktop's settings files whether animations are switched off. */
#include "session_desktop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MOST = 1 << 16 /* bytes; of a longer one the rest is not looked at */, PATH_MOST = 1024 };

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* Whether the value of a "key = value" line is that word; `line` is without its end. */
static bool value_is(const char *value, size_t length, const char *word)
{
    size_t wanted = strlen(word);
    return length == wanted && strncmp(value, word, wanted) == 0;
}

static DesktopMotion line_says(const char *line, size_t length)
{
    const char *equals = memchr(line, '=', length);
    if (equals == NULL) {
        return DESKTOP_SAYS_NOTHING;
    }
    size_t key = (size_t)(equals - line), rest = length - key - 1;
    const char *value = equals + 1;
    while (key > 0 && blank(line[key - 1])) {
        key--;
    }
    while (rest > 0 && blank(*value)) {
        value++;
        rest--;
    }
    while (rest > 0 && blank(value[rest - 1])) {
        rest--;
    }
    if (value_is(line, key, "gtk-enable-animations")) {
        bool off = value_is(value, rest, "0") || value_is(value, rest, "false") || value_is(value, rest, "FALSE");
        return off ? DESKTOP_STILL : DESKTOP_MOVES;
    }
    if (value_is(line, key, "AnimationDurationFactor")) {
        bool off = value_is(value, rest, "0") || value_is(value, rest, "0.0");
        return off ? DESKTOP_STILL : DESKTOP_MOVES;
    }
    return DESKTOP_SAYS_NOTHING;
}

/* These keys stand in one group each, whose name is not looked at: no other key is called so. */
DesktopMotion session_desktop_motion(const char *text)
{
    DesktopMotion says = DESKTOP_SAYS_NOTHING;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), begin = 0;
        while (begin < length && blank(text[begin])) {
            begin++;
        }
        DesktopMotion line = line_says(text + begin, length - begin);
        says = line != DESKTOP_SAYS_NOTHING ? line : says;
        text += length + (text[length] == '\n');
    }
    return says;
}

static DesktopMotion file_says(const char *folder, const char *name)
{
    char path[PATH_MOST];
    int length = snprintf(path, sizeof path, "%s/%s", folder, name);
    struct stat about;
    bool readable = length > 0 && (size_t)length < sizeof path && stat(path, &about) == 0 && S_ISREG(about.st_mode); /* a pipe would wait */
    FILE *file = readable ? fopen(path, "rb") : NULL;
    char *text = file != NULL ? malloc(FILE_MOST) : NULL;
    DesktopMotion says = DESKTOP_SAYS_NOTHING;
    if (text != NULL) {
        text[fread(text, 1, FILE_MOST - 1, file)] = '\0';
        says = session_desktop_motion(text);
    }
    free(text);
    if (file != NULL) {
        fclose(file);
    }
    return says;
}

bool session_desktop_still(void)
{
    static const char *const names[] = {"gtk-4.0/settings.ini", "gtk-3.0/settings.ini", "kdeglobals"};
    char own[PATH_MOST] = "";
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (config != NULL && config[0] == '/') { /* a path that is not whole is to be ignored, as the standard for it says */
        snprintf(own, sizeof own, "%s", config);
    } else if (home != NULL && home[0] == '/') {
        snprintf(own, sizeof own, "%.*s/.config", PATH_MOST - 16, home);
    }
    const char *const folders[] = {own, "/etc"};
    for (size_t i = 0; i < 2; i++) {
        for (size_t name = 0; name < sizeof names / sizeof names[0]; name++) {
            DesktopMotion says = folders[i][0] != '\0' ? file_says(folders[i], names[name]) : DESKTOP_SAYS_NOTHING;
            if (says != DESKTOP_SAYS_NOTHING) {
                return says == DESKTOP_STILL;
            }
        }
    }
    return false;
}
