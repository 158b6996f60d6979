/* xml.c: see xml.h. */
#include "xml.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the character that begins here; 0: it is none, or one that XML has not. */
static size_t character(const char *at, size_t left)
{
    const uint8_t *bytes = (const uint8_t *)at;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = bytes[0] < 0x80 ? 1 : bytes[0] >> 5 == 6 ? 2 : bytes[0] >> 4 == 14 ? 3 : bytes[0] >> 3 == 30 ? 4 : 0;
    if (length < 2 || length > left) {
        return length == 1 ? 1 : 0;
    }
    uint32_t code = bytes[0] & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if (bytes[i] >> 6 != 2) {
            return 0;
        }
        code = code << 6 | (bytes[i] & 0x3fU);
    }
    return code < least[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) || code == 0xfffe || code == 0xffff ? 0 : length;
}

void xml_text(FILE *out, const char *text, size_t length)
{
    size_t bytes;
    for (size_t i = 0; i < length; i += bytes ? bytes : 1) {
        bytes = character(text + i, length - i);
        switch (text[i]) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default:
            if (bytes == 0) {
                fputs("\xef\xbf\xbd", out);
            } else if (bytes > 1 || (unsigned char)text[i] >= ' ' || text[i] == '\n' || text[i] == '\t') {
                fwrite(text + i, 1, bytes, out);
            }
        }
    }
}
