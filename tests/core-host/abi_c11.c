/* plugin.h is C11: this file only has to compile, with every warning as an error. */
#include <quern/plugin.h>

int quern_abi_compiles_as_c(void);
int quern_abi_compiles_as_c(void) { return QUERN_ABI_MAJOR * 100 + QUERN_ABI_MINOR; }
