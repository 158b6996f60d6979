/* lines.h: which line of the Python twin does what a line of the C program does. */
#ifndef LOOPSCOPE_LESSON_LINES_H
#define LOOPSCOPE_LESSON_LINES_H

/* Lines count from 1. 0: nothing in the Python does what that line does. The two are matched coroutine by coroutine: the nth await with the
   nth await, the nth print with the nth print; a line inside a statement with the line as far inside its counterpart. */
unsigned lesson_lines_match(const char *c_text, const char *py_text, unsigned c_line);

#endif
