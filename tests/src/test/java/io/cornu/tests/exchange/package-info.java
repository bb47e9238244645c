/** Files that Java and Python exchange, opened on the other side. */
@NullMarked
package io.cornu.tests.exchange;

import org.jspecify.annotations.NullMarked;
