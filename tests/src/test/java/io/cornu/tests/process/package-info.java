/** Programs run by tests. */
@NullMarked
package io.cornu.tests.process;

import org.jspecify.annotations.NullMarked;
