/** Damaged files for every reader: each must be read, or refused in one clear line. Long runs: {@code tests/fuzz}. */
@NullMarked
package io.cornu.tests.fuzz;

import org.jspecify.annotations.NullMarked;
