/**
 * The Python side of parity and interchange tests: a virtual environment with TensorFlow and Keras, made once
 * a machine, and ways to run code there.
 *
 * <p>A test class says {@link io.cornu.tests.python.NeedsPython} and takes a
 * {@link io.cornu.tests.python.PythonWorker} as a parameter.
 */
@NullMarked
package io.cornu.tests.python;

import org.jspecify.annotations.NullMarked;
