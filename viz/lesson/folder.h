/* folder.h: a lesson from a folder: a Markdown file that holds its page and, in a block of code, its program in Python. */
#ifndef LOOPSCOPE_LESSON_FOLDER_H
#define LOOPSCOPE_LESSON_FOLDER_H

#include "knobs.h"

enum { FOLDER_FILE_LIMIT = 1 << 18 /* bytes */, FOLDER_NAME = 64, FOLDER_FAULT = 256 };

/* Adds the lesson of that file ("tides.md", without its folder) to the others, as docs/lessons.md describes it. Whatever is wrong with it, it stands among them with
   its fault in one sentence. Nothing of the text is trusted, nor the name; both are copied. False: there are too many, or there is no memory. */
bool folder_read(const char *file, const char *text, size_t length);
/* The same of a file that cannot be read, for that reason: "it is larger than 256 KiB". */
bool folder_refuse(const char *file, const char *why);
/* Puts those of a section one after the other; within it they stay as they came. Before anybody has asked for one. */
void folder_arrange(void);
/* Forgets all of them. */
void folder_close(void);

/* What is wrong with it, as "tides.md, line 7: ..."; line 0: with the whole. The sentence stands in lesson->fault from now on. */
void folder_say(const Lesson *lesson, unsigned line, const char *what);
/* The line of the file that is, behind a dash or a setting's name, that text; 0: none is. */
unsigned folder_line_of(const Lesson *lesson, const char *text);
/* The line of the file on which the nth of the program stands. */
unsigned folder_program_line(const Lesson *lesson, unsigned line);

/* The program with these values, for free(); its lines are those of py_text. NULL: out of memory. */
char *folder_program(const Lesson *lesson, const KnobValues *values);

#endif
