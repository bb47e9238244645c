/** Whether the experiments come out as their twins in Python Keras do. */
@NullMarked
package io.cornu.tests.agreement;

import org.jspecify.annotations.NullMarked;
