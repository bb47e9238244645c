/** What of Keras is here: {@link io.cornu.tests.coverage.KerasCoverage} makes the report, and a test keeps it fresh. */
@NullMarked
package io.cornu.tests.coverage;

import org.jspecify.annotations.NullMarked;
