/** Programs that measure, beside Python Keras in the same run. Started by {@code tests/benchmark}. */
@NullMarked
package io.cornu.tests.benchmarks;

import org.jspecify.annotations.NullMarked;
