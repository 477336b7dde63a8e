/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
static int
good (int a)
{
    return a;
}

int bad(int a) {
  return good( a );
}
