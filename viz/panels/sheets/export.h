/* export.h: the sheet that writes what is seen to a file. */
#ifndef LOOPSCOPE_SHEET_EXPORT_H
#define LOOPSCOPE_SHEET_EXPORT_H

#include "view/view.h"

/* Its rows, from the top, as SheetUi.choice has them. */
typedef enum ExportRow { EXPORT_ROW_SUBJECT, EXPORT_ROW_FORMAT, EXPORT_ROW_NAME, EXPORT_ROWS } ExportRow;

/* Ids of HIT_EXPORT: twice the row, one more for its next value; then these. */
enum { EXPORT_HIT_WRITE = 2 * EXPORT_ROWS, EXPORT_HIT_STOP };

/* From where to where a film goes: what is measured, else from this moment to the end; at the end the whole run. */
void export_part(const View *view, size_t *from, size_t *until);
void view_export(DrawList *list, const View *view, Rect area);

#endif
