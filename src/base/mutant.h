/* SPDX-License-Identifier: EUPL-1.2 */
/* Places where the simulation (tests/simulation) switches one rule of the protocol off, to prove that it would notice. In
 * every other build each of them is a constant false that the compiler removes. */
#pragma once

#include <stdbool.h>

#ifdef SZ_MUTANTS
bool sz_mutant (const char *name);
#define SZ_MUTANT(name) sz_mutant (name)
#else
#define SZ_MUTANT(name) false
#endif
