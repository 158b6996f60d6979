/* window_copy.c: the desktop's clipboard. */
#include "window.h"

#include <SDL.h>
#include <stdio.h>

void window_copy(const char *text) { SDL_SetClipboardText(text); }

void window_paste(char *buffer, size_t size)
{
    char *text = SDL_GetClipboardText();
    snprintf(buffer, size, "%s", text != NULL ? text : "");
    SDL_free(text);
}
