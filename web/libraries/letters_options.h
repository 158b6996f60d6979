/* letters_options.h: FreeType's options as they come, without files that are compressed and fonts of the Macintosh. */
#include <freetype/config/ftoption.h>

#undef FT_CONFIG_OPTION_USE_LZW
#undef FT_CONFIG_OPTION_USE_ZLIB
#undef FT_CONFIG_OPTION_MAC_FONTS
#undef FT_CONFIG_OPTION_ENVIRONMENT_PROPERTIES
