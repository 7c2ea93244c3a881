/* A plugin with one mistake, chosen by a definition of the build: WRONG_MAGIC, WRONG_MAJOR, SMALL_DESCRIPTOR,
 * SMALL_TABLE, MISSING_FUNCTION, NO_ENTRY, NO_MANIFEST, WRONG_MANIFEST_ABI or MISSING_SYMBOL. */
#include <quern/plugin.h>

#ifndef NO_MANIFEST
#ifdef WRONG_MANIFEST_ABI
#define ABI "2.0"
#else
#define ABI "1.0"
#endif
__attribute__((used, section(QUERN_MANIFEST_SECTION))) static const char manifest[] =
    "abi=" ABI "\nkind=quant\nname=" NAME "\nversion=0.1.0\nsummary=Has a mistake\n";
#endif

#ifndef MISSING_FUNCTION
static quern_status threshold(const quern_host* host, const quern_statistics* statistics,
                              const quern_option_value* options, uint64_t count, double* result) {
  (void)host;
  (void)statistics;
  (void)options;
  (void)count;
  *result = 1;
  return QUERN_OK;
}
#endif

static const quern_quant table = {
#ifdef SMALL_TABLE
    4,
#else
    sizeof(quern_quant),
#endif
#ifdef MISSING_FUNCTION
    0
#else
    threshold
#endif
};

static const quern_plugin plugin = {
#ifdef WRONG_MAGIC
    0x12345678u,
#else
    QUERN_PLUGIN_MAGIC,
#endif
#ifdef WRONG_MAJOR
    2,
#else
    QUERN_ABI_MAJOR,
#endif
    QUERN_ABI_MINOR,
#ifdef SMALL_DESCRIPTOR
    16,
#else
    sizeof(quern_plugin),
#endif
    QUERN_KIND_QUANT, NAME, "0.1.0", "Has a mistake", 0, 0, &table};

#ifdef MISSING_SYMBOL
extern int nobody_defines_this(void);
int (*const keep)(void) = nobody_defines_this;
#endif

#ifdef NO_ENTRY
QUERN_EXPORT const quern_plugin* another_entry(void);
QUERN_EXPORT const quern_plugin* another_entry(void) { return &plugin; }
#else
QUERN_EXPORT const quern_plugin* quern_plugin_entry(void) { return &plugin; }
#endif
