/** The same networks, weights and batches here and in live Python Keras. */
@NullMarked
package io.cornu.tests.parity;

import org.jspecify.annotations.NullMarked;
