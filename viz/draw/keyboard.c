/* keyboard.c: the names of the places of keys. */
#include "keyboard.h"

static const char *const places[KEY_PLACES] = {"A",           "B",
                                               "C",           "D",
                                               "E",           "F",
                                               "G",           "H",
                                               "I",           "J",
                                               "K",           "L",
                                               "M",           "N",
                                               "O",           "P",
                                               "Q",           "R",
                                               "S",           "T",
                                               "U",           "V",
                                               "W",           "X",
                                               "Y",           "Z",
                                               "Comma",       "Period",
                                               "Slash",       "Minus",
                                               "Semicolon",   "Quote",
                                               "LeftBracket", "RightBracket",
                                               "Equals",      "Backquote"};

const char *key_place_name(size_t place) { return place < KEY_PLACES ? places[place] : NULL; }
