/* ui.c: presenter mode, which is a larger scale for a while. */
#include "ui.h"

static const float presented_larger = 1.5F;

float ui_scale_within(float scale) { return scale < 0.75F ? 0.75F : scale > 3 ? 3 : scale; }

/* A scale that was changed while presenting counts for the time afterwards too, in proportion. */
float ui_scale_seated(const Ui *ui)
{
    if (!ui->present) {
        return ui->scale;
    }
    float presented = ui_scale_within(ui->scale_seated * presented_larger);
    bool as_it_was = ui->scale <= presented && ui->scale >= presented;
    return as_it_was ? ui->scale_seated : ui_scale_within(ui->scale / presented_larger);
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
