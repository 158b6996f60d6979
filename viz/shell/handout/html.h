/* html.h: words and programs as HTML that is well-formed XML too. */
#ifndef LOOPSCOPE_HANDOUT_HTML_H
#define LOOPSCOPE_HANDOUT_HTML_H

#include <stdbool.h>
#include <stdio.h>

void html_text(FILE *out, const char *text);
void html_text_n(FILE *out, const char *text, size_t length);
void html_prose(FILE *out, const char *text); /* code stands between backticks, as in a lesson's page */
/* "<p>...</p>" and a new line: prose between the tags. `tag` may have attributes: "p class=\"rule\"". */
void html_element(FILE *out, const char *tag, const char *prose);
/* A program: a line of source each with its number, in colours, under a heading that says which language it is. */
void html_program(FILE *out, const char *language, const char *file, const char *source, bool python);

#endif
