/** The house rules that a compiler does not check. */
@NullMarked
package io.cornu.tests.architecture;

import org.jspecify.annotations.NullMarked;
