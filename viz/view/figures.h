/* figures.h: the statistics of a run as rows that can be sorted, each of which leads to a moment. */
#ifndef LOOPSCOPE_FIGURES_H
#define LOOPSCOPE_FIGURES_H

#include "language/language.h"
#include "model/spans.h"
#include "model/statistics.h"

typedef enum FigureTable { FIGURES_STEPS, FIGURES_WAITS, FIGURES_TASKS, FIGURES_TABLES } FigureTable;

enum { FIGURE_COLUMNS = 4, FIGURE_NAME = 96, FIGURE_SHARES = 20 };

typedef struct FigureRow {
    char name[FIGURE_NAME];
    size_t n;                       /* where it leads */
    int64_t figure[FIGURE_COLUMNS]; /* ns, or a count */
} FigureRow;

typedef struct Figures Figures;
Figures *figures_new(Model *model, const Spans *spans); /* of the whole trace, as it is now; NULL: out of memory */
void figures_free(Figures *figures);
/* The rows of one table, by one column, the largest first unless `ascending`. False: out of memory, and there are none. */
bool figures_sort(Figures *figures, Language language, FigureTable table, size_t column, bool ascending);
const FigureRow *figures_rows(const Figures *figures, size_t *count);
const Statistics *figures_found(const Figures *figures);
size_t figures_counted(const Figures *figures); /* how many events the trace had then */

const char *figures_table_name(FigureTable table);                 /* "the longest steps", to be looked up as words */
const char *figures_column_name(FigureTable table, size_t column); /* "took", or NULL beyond the last */
bool figures_is_count(FigureTable table, size_t column);
/* How many of the steps waited for their turn how long: FIGURE_SHARES parts, each twice as long as the one before, the first up to 1 µs. */
void figures_latencies(const Statistics *found, size_t shares[FIGURE_SHARES]);

#endif
