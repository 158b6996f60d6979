/* window_copy.c: the browser's clipboard, which a page may write; what others have put there it is given when it is pasted. */
#include "sdl/window.h"

/* In web/library.js. */
void page_copy(const char *text);
void page_copied(char *buffer, size_t size);

void window_copy(const char *text) { page_copy(text); }

void window_paste(char *buffer, size_t size) { page_copied(buffer, size); }
