/* language.c: see language.h. */
#include "language.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *code, *name;
} languages[LANGUAGE_COUNT] = {
#define LANGUAGE(id, code, name) {code, name},
    LANGUAGES(LANGUAGE)
#undef LANGUAGE
};

const char *language_code(Language language) { return languages[language].code; }
const char *language_name(Language language) { return languages[language].name; }

/* "de_AT.UTF-8" is "de": the land, the characters and the variant behind it change none of our words. */
static bool asks_for(const char *locale, const char *code)
{
    size_t length = strlen(code);
    return strncmp(locale, code, length) == 0 && (locale[length] == '\0' || strchr("_.@", locale[length]) != NULL);
}

Language language_of_environment(const char *all, const char *messages, const char *lang)
{
    const char *const variables[] = {all, messages, lang};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        if (variables[i] != NULL && variables[i][0] != '\0') {
            for (int language = 0; language < LANGUAGE_COUNT; language++) {
                if (asks_for(variables[i], languages[language].code)) {
                    return (Language)language;
                }
            }
            return LANGUAGE_ENGLISH;
        }
    }
    return LANGUAGE_ENGLISH;
}
