/* command.c: the table of commands, and looking one up by its name or by a key. */
#include "command.h"

#include <stddef.h>
#include <string.h>

static const CommandInfo infos[COMMAND_COUNT] = {[COMMAND_NONE] = {"", "", ""},
#define GROUP(title)
#define COMMAND(id, name, keys, help) [COMMAND_##id] = {name, keys, help},
                                                 COMMANDS(GROUP, COMMAND)
#undef GROUP
#undef COMMAND
};

const CommandInfo *command_info(Command command)
{
    return command > COMMAND_NONE && command < COMMAND_COUNT ? &infos[command] : &infos[COMMAND_NONE];
}

const char *command_group(Command command)
{
    /* The table in order: a heading is a row with no name of a command. */
    static const struct {
        const char *heading;
        Command command;
    } rows[] = {
#define GROUP(title) {title, COMMAND_NONE},
#define COMMAND(id, name, keys, help) {NULL, COMMAND_##id},
        COMMANDS(GROUP, COMMAND)
#undef GROUP
#undef COMMAND
    };
    const char *group = "";
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].heading) {
            group = rows[i].heading;
        } else if (rows[i].command == command) {
            return group;
        }
    }
    return "";
}

Command command_by_name(const char *name)
{
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (strcmp(infos[i].name, name) == 0) {
            return (Command)i;
        }
    }
    return COMMAND_NONE;
}

/* Whether `key` is one of the words of `keys`. */
static bool has_key(const char *keys, const char *key)
{
    size_t length = strlen(key);
    while (*keys) {
        size_t word = strcspn(keys, " ");
        if (word == length && memcmp(keys, key, word) == 0) {
            return true;
        }
        keys += word + strspn(keys + word, " ");
    }
    return false;
}

Command command_by_key(const char *key)
{
    if (!*key) {
        return COMMAND_NONE;
    }
    for (int i = COMMAND_NONE + 1; i < COMMAND_COUNT; i++) {
        if (has_key(infos[i].keys, key)) {
            return (Command)i;
        }
    }
    return COMMAND_NONE;
}

static const struct {
    const char *name, *shown;
} key_names[] = {{"Right", "\xe2\x86\x92"}, {"Left", "\xe2\x86\x90"}, {"Up", "\xe2\x86\x91"}, {"Down", "\xe2\x86\x93"},
                 {"Period", "."},           {"Comma", ","},           {"LeftBracket", "["},   {"RightBracket", "]"},
                 {"Equals", "="},           {"Minus", "-"},           {"Slash", "/"},         {"Return", "Enter"},
                 {"Escape", "Esc"}};

static bool is_word(const char *word, const char *text, size_t length) { return strlen(word) == length && memcmp(word, text, length) == 0; }

/* One word of a key, "LeftBracket", as it is printed on the keyboard; NULL: as it is. */
static const char *printed(const KeyLetters *letters, const char *word, size_t length)
{
    for (size_t i = 0; letters && i < KEY_PLACES; i++) {
        if (letters->letter[i][0] != '\0' && is_word(key_place_name(i), word, length)) {
            return letters->letter[i];
        }
    }
    for (size_t i = 0; i < sizeof key_names / sizeof key_names[0]; i++) {
        if (is_word(key_names[i].name, word, length)) {
            return key_names[i].shown;
        }
    }
    return NULL;
}

char *command_key_local(const KeyLetters *letters, Command command, char *buffer, size_t size)
{
    const char *keys = command_info(command)->keys;
    size_t length = strcspn(keys, " "), used = 0;
    buffer[0] = '\0';
    for (size_t at = 0; at < length;) {
        size_t part = strcspn(keys + at, "+ ");
        const char *shown = printed(letters, keys + at, part);
        size_t shown_length = shown ? strlen(shown) : part;
        if (used + shown_length + 2 > size) {
            break;
        }
        if (used > 0) {
            buffer[used++] = ' ';
        }
        memcpy(buffer + used, shown ? shown : keys + at, shown_length);
        used += shown_length;
        at += part + 1;
    }
    buffer[used] = '\0';
    return buffer;
}

char *command_key_text(Command command, char *buffer, size_t size) { return command_key_local(NULL, command, buffer, size); }
