/* session_desktop.h: what the user has told the desktop, as far as it can be read without a toolkit. */
#ifndef LOOPSCOPE_SESSION_DESKTOP_H
#define LOOPSCOPE_SESSION_DESKTOP_H

#include <stdbool.h>

/* Whether animations are switched off: by gtk-enable-animations in the settings files of GTK 4 or 3, the user's or the system's, or by KDE's
   AnimationDurationFactor. The first file that says anything counts. A desktop that keeps it elsewhere (GNOME, in its own database, behind
   D-Bus) is not asked. */
bool session_desktop_still(void);

/* What a file of groups and key=value lines says about it. */
typedef enum DesktopMotion { DESKTOP_SAYS_NOTHING, DESKTOP_MOVES, DESKTOP_STILL } DesktopMotion;
DesktopMotion session_desktop_motion(const char *text);

#endif
