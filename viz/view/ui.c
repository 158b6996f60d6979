/* ui.c: presenter mode, which is a larger scale for a while. */
#include "ui.h"

#include <math.h>

static const float presented_larger = 1.5F;

float ui_scale_within(float scale) { return scale < 0.75F ? 0.75F : scale > 3 ? 3 : scale; }

/* What presenting makes of the scale for the desk. */
static float presented(const Ui *ui) { return ui_scale_within(ui->scale_seated * presented_larger); }

/* It was not changed while presenting. */
static bool is_as_presented(const Ui *ui) { return ui->scale <= presented(ui) && ui->scale >= presented(ui); }

/* A scale that was changed while presenting counts for the time afterwards too, in proportion. */
float ui_scale_seated(const Ui *ui)
{
    return !ui->present ? ui->scale : is_as_presented(ui) ? ui->scale_seated : ui_scale_within(ui->scale / presented_larger);
}

/* In a narrower layout the program has so little room that its text would be smaller in spite of the larger scale, and fewer sleepers are named. */
float ui_scale_shown(const Ui *ui, float width)
{
    enum { PRESENTED_WIDTH = 1064 /* logical px */ };
    bool chosen = !ui->present || !is_as_presented(ui); /* by the reader */
    return chosen ? ui->scale : fminf(ui->scale, fmaxf(width / PRESENTED_WIDTH, ui->scale_seated));
}

void ui_present(Ui *ui, bool present)
{
    if (present && !ui->present) {
        ui->scale_seated = ui->scale;
        ui->scale = ui_scale_within(ui->scale * presented_larger);
    } else if (!present && ui->present) {
        ui->scale = ui_scale_seated(ui);
    }
    ui->present = present;
}
