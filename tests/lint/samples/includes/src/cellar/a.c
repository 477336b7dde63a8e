/* SPDX-License-Identifier: EUPL-1.2 */
/* A sample with planted faults for the lint. */
