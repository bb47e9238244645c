/** How the toolkit's samplers do beside Optuna's on the same functions. Started by {@code tests/tuning-benchmark}. */
@NullMarked
package io.cornu.tests.tuning;

import org.jspecify.annotations.NullMarked;
