/* formats.c: see formats.h. */
#include "formats.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *ending, *words;
    FormatGroup group;
} formats[] = {
#define FORMAT(id, ending, words, group) {ending, words, FORMAT_##group},
    FORMATS(FORMAT)
#undef FORMAT
};

const char *format_ending(ExportFormat format) { return format < EXPORT_UNKNOWN ? formats[format].ending : ""; }
const char *format_words(ExportFormat format) { return format < EXPORT_UNKNOWN ? formats[format].words : ""; }
FormatGroup format_group(ExportFormat format) { return format < EXPORT_UNKNOWN ? formats[format].group : FORMAT_GROUPS; }

/* A name that is nothing but ".png" has no name before its end; "handout.pdf" is one. Capitals count for nothing there. */
static bool ends_so(const char *name, const char *ending)
{
    size_t length = strlen(name), end = strlen(ending);
    return (length > end || (length == end && ending[0] != '.')) && strcasecmp(name + length - end, ending) == 0;
}

ExportFormat format_of_name(const char *name)
{
    int format = 0;
    while (format < EXPORT_UNKNOWN && !ends_so(name, formats[format].ending)) {
        format++;
    }
    return (ExportFormat)format;
}

FormatGroup format_of_subject(ExportSubject subject)
{
    static const FormatGroup groups[EXPORT_SUBJECTS] = {[EXPORT_MOMENT] = FORMAT_PICTURE,
                                                        [EXPORT_TIMELINE] = FORMAT_PICTURE,
                                                        [EXPORT_FILM] = FORMAT_FILM,
                                                        [EXPORT_HANDOUT] = FORMAT_HANDOUT,
                                                        [EXPORT_RUN] = FORMAT_DATA};
    return groups[subject];
}

ExportFormat format_next(FormatGroup group, ExportFormat format, int direction)
{
    int from = format == EXPORT_UNKNOWN ? -1 : (int)format, step = direction < 0 && from >= 0 ? -1 : 1;
    for (int at = from + step; at >= 0 && at < EXPORT_UNKNOWN; at += step) {
        if (formats[at].group == group) {
            return (ExportFormat)at;
        }
    }
    return format;
}
